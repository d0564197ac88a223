import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Pacts in force, by title: what a choice among them shows. */
export async function livePacts(actor: Actor): Promise<{ slug: string; title: string }[]> {
  const { organisationId } = actor;
  const rows = await read(actor, (tx) =>
    tx.pactVersion.findMany({ where: { organisationId, state: "live" }, select: { pact: true, document: true } }),
  );
  return rows
    .map(({ pact, document }) => ({ slug: pact, title: (document as unknown as PactDocument).title }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
