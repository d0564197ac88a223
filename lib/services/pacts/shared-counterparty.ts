import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import type { PactState } from "@/lib/db/rows";
import { conflict, notFound, type SuretyError } from "@/lib/domain/errors";
import { documentHash, email, identifier, name } from "@/lib/domain/fields";
import type { PactDocument } from "@/lib/domain/pact";
import type { VerbContext } from "../verb";

/** Who speaks behind a link, of which wording. */
export const counterpartyInput = z.strictObject({ report: identifier, hash: documentHash, name, email });

export interface Spoken {
  pact: string;
  version: number;
  hash: string;
  document: PactDocument;
  audience: string;
}

export const movedOnMeanwhile = (): SuretyError =>
  conflict("The wording changed while you read it. Read it as it is now.", "hash_mismatch");

/**
 * The version that a link's reader speaks of: under review or in force, by its hash.
 * @throws SuretyError not_found where the link asks for no word; conflict where the wording is another by now
 */
export async function spokenOf(
  { tx, organisationId }: Pick<VerbContext, "tx" | "organisationId">,
  { report, hash }: { report: string; hash: string },
): Promise<Spoken> {
  const link = await linkOf(tx, organisationId, report);
  const row = await tx.pactVersion.findFirst({
    where: { organisationId, pact: link.pact, hash, state: { in: ["in_review", "live"] satisfies PactState[] } },
  });
  if (!row) throw movedOnMeanwhile();
  const { pact, version } = row;
  return { pact, version, hash, document: row.document as unknown as PactDocument, audience: link.audience };
}

async function linkOf(tx: Tx, organisationId: string, id: string) {
  const row = await tx.report.findUnique({ where: { organisationId_id: { organisationId, id } } });
  if (!row?.countersign) throw notFound();
  return row;
}

/** Whose doing it is: the person, as they named themselves, through this link. */
export const counterpartyActor = (report: string, spoken: { name: string }) => ({
  type: "counterparty",
  id: report,
  name: spoken.name,
});
