import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { type HeldLatch, lockClauses, openLatches, readLines } from "@/lib/db/lines";
import { type DriftView, driftView } from "@/lib/db/standing-rows";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier, reason } from "@/lib/domain/fields";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import { type DriftShown, driftShown } from "@/lib/domain/shown";
import type { ClauseLine } from "@/lib/domain/state";

/** What a person's word on a drift says. */
export const driftWord = z.strictObject({ reason });
export const judgeDriftInput = z.strictObject({ id: identifier, ...driftWord.shape });

export interface Judged {
  id: string;
  state: DriftShown;
  agent: string;
  pact: string;
  line: ClauseLine;
  document: PactDocument;
  clause: Clause;
  /** Its latches that nobody lifted, in force or waiting. */
  latches: HeldLatch[];
}

const whereId = (organisationId: string, id: string) => ({ organisationId_id: { organisationId, id } });

/**
 * A drift with its line and latches, held until the transaction ends.
 * @throws SuretyError not_found, conflict where the live pact has no such clause any more
 */
export async function findDrift(tx: Tx, organisationId: string, id: string, now: number): Promise<Judged> {
  const found = await tx.drift.findUnique({ where: whereId(organisationId, id) });
  if (!found) throw notFound();
  await lockClauses(tx, organisationId, [found]);
  const row = await tx.drift.findUniqueOrThrow({ where: whereId(organisationId, id) });
  const { agent, pact, clause: key, evidenceHash, release } = row;
  const live = await tx.pactVersion.findFirst({
    where: { organisationId, pact, state: "live" },
    select: { document: true },
  });
  const document = live?.document as unknown as PactDocument | undefined;
  const clause = document?.clauses.find((one) => one.key === key);
  if (!document || !clause) throw conflict(`The live version of ${pact} has no clause ${key} any more.`);
  const line = (await readLines(tx, organisationId, [row])).find(
    (one) => one.evidenceHash === evidenceHash && one.release === release,
  );
  if (!line) throw new Error(`drift ${id} has no line`);
  const latches = (await openLatches(tx, organisationId, [row])).filter(({ driftId }) => driftId === id);
  return {
    id,
    state: driftShown({ state: row.state, verifiedAt: row.verifiedAt?.getTime() ?? null }, now),
    agent,
    pact,
    line,
    document,
    clause,
    latches,
  };
}

/** A drift as it is shown after a change, with every stage that it reached. */
export async function driftAfter(tx: Tx, row: Parameters<typeof driftView>[0], now: number): Promise<DriftView> {
  const latches = await tx.latch.findMany({ where: { organisationId: row.organisationId, driftId: row.id } });
  return driftView(row, now, latches);
}
