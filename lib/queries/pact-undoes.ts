import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { type Undone, undoneBy } from "@/lib/domain/undone";
import { read } from "./read";

/** What publishing an open draft would undo of what the live version changed last; nothing where there is no such change. */
export async function pactUndoes(actor: Actor, pact: string): Promise<{ version: number; undone: Undone[] } | null> {
  return read(actor, async (tx) => {
    const rows = await tx.pactVersion.findMany({
      where: { organisationId: actor.organisationId, pact },
      orderBy: { version: "desc" },
      take: 3,
      select: { version: true, state: true, document: true },
    });
    const live = rows.find(({ state }) => state === "live");
    const draft = rows.find(({ state }) => state === "draft" || state === "in_review");
    const before = rows.find(({ state }) => state === "superseded");
    if (!live || !draft || !before) return null;
    const [was, is, next] = [before, live, draft].map(({ document }) => document as unknown as PactDocument);
    return { version: live.version, undone: undoneBy(was as PactDocument, is as PactDocument, next as PactDocument) };
  });
}
