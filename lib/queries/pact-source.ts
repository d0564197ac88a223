import { notFound } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import { toYaml } from "@/lib/domain/parse-pact";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/**
 * A version as YAML: byte for byte as it was written, comments and all; one that came as JSON in the contract's order.
 * @param version absent: the live one, else the draft
 * @throws SuretyError not_found
 */
export async function pactSource(
  actor: Actor,
  pact: string,
  version?: number,
): Promise<{ text: string; hash: string }> {
  return read(actor, async (tx) => {
    const rows = await tx.pactVersion.findMany({
      where: { organisationId: actor.organisationId, pact, version },
      orderBy: { version: "desc" },
      select: { state: true, hash: true, source: true, document: true },
    });
    const row = rows.find(({ state }) => state === "live") ?? rows[0];
    if (!row) throw notFound();
    return { text: row.source ?? toYaml(row.document as unknown as PactDocument), hash: row.hash };
  });
}
