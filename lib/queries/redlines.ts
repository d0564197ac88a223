import { type RedlineView, redlineView, WITH_AUDIENCE } from "@/lib/db/redlines";
import { notFound } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export type { RedlineView } from "@/lib/db/redlines";

/**
 * What counterparties proposed for a pact, the latest first, one more than `limit`.
 * @param before id of the last one of the page before
 * @throws SuretyError not_found
 */
export async function redlinePage(
  actor: Actor,
  pact: string,
  { state, limit, before }: { state?: RedlineView["state"]; limit: number; before?: string },
): Promise<RedlineView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  return read(actor, async (tx) => {
    const answer = state === undefined ? undefined : state === "open" ? null : state;
    const rows = await tx.redline.findMany({
      where: { organisationId, pact, id, answer },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: WITH_AUDIENCE,
    });
    const versions = await tx.pactVersion.findMany({
      where: { organisationId, pact, state: { not: "superseded" } },
      select: { state: true, document: true },
    });
    if (versions.length === 0) throw notFound();
    const base = versions.find((one) => one.state !== "live") ?? versions[0];
    return rows.map((row) => redlineView(row, (base?.document as unknown as PactDocument) ?? null));
  });
}
