import type { Change } from "@/lib/db/change";
import { lockClauses } from "@/lib/db/lines";
import type { EvidenceView } from "@/lib/db/standing-rows";
import { type FieldError, invalid, isSuretyError } from "@/lib/domain/errors";
import { checkOfLoss } from "@/lib/domain/evidence";
import { voucherOf } from "@/lib/domain/issuer";
import { type Actor, actorRecord } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { type GatheredCall, gatheredVerb, type Settled } from "../gathered";
import { Signatures, type Verified } from "../signatures";
import { permit } from "../verb";
import { findTested, type Known, readKnown } from "./shared-clauses";
import { type EvidenceInput, evidenceBody, MOST_RECORDS } from "./shared-input";
import { type NewRecord, type Stored, storeRecords } from "./shared-store";

/** How far an observation may lie ahead of our clock, ms. */
const AHEAD_MS = 60_000;
const MOST_ERRORS = 100;

type Body = EvidenceInput | EvidenceInput[];
type Recorded = EvidenceView | { items: EvidenceView[] };
const all = (input: Body): EvidenceInput[] => (Array.isArray(input) ? input : [input]);

/**
 * Records that obligations were tested: one record or up to 1,000, all or nothing. What follows (a renewed window, a step of
 * the monitor, latches, a drift) commits with them. Calls that come together share one transaction and one revision.
 * @returns one view for one record, `{ items }` for an array
 * @throws SuretyError invalid, naming record and field
 */
export const recordEvidence = gatheredVerb({
  name: "evidence.record",
  permission: "evidence.record",
  input: evidenceBody,
  weight: (input) => (Array.isArray(input) ? input.length : 1),
  most: MOST_RECORDS,
  async work(context, calls): Promise<Change<Settled<Recorded>[]>> {
    const { tx, organisationId, now } = context;
    const inputs = calls.flatMap(({ input }) => all(input));
    // Held before anything is read: publishing and other writers of these lines come before us or after.
    await lockClauses(tx, organisationId, inputs);
    const known = await readKnown(tx, organisationId, inputs);
    const signatures = await Signatures.open(tx, organisationId, inputs);
    const understood: Awaited<ReturnType<typeof understand>>[] = [];
    for (const call of calls) understood.push(await understand({ known, signatures, now }, call));
    const records = understood.flatMap((one) => ("records" in one ? one.records : []));
    const refusals = understood.map((one) => ("refused" in one ? one : { refused: null }));
    if (records.length === 0) return { unchanged: true, result: refusals };
    const stored = await storeRecords(context, records);
    const views = stored.views.values();
    const result = understood.map((one, index): Settled<Recorded> => {
      if ("refused" in one) return one;
      const own = one.records.map(() => views.next().value as EvidenceView);
      return { result: Array.isArray(calls[index]?.input) ? { items: own } : (own[0] as EvidenceView) };
    });
    const { entries, effect, outbox } = stored;
    const [first, ...rest] = arrivals(records, stored);
    return { result, entries: [first as NonNullable<typeof first>, ...rest, ...entries], effect, outbox };
  },
});

/**
 * Whether records would be taken as things are now; records nothing. For streams, whose first record is not to be
 * recorded where a later one is wrong.
 * @throws SuretyError invalid, naming record and field
 */
export async function examineEvidence(actor: Actor, input: EvidenceInput[]): Promise<void> {
  permit(actor, "evidence.record");
  const { db, clock } = runtime();
  const { organisationId } = actor;
  await db.organisation(organisationId, async (tx) => {
    const signatures = await Signatures.open(tx, organisationId, input);
    const given = { known: await readKnown(tx, organisationId, input), signatures, now: clock.now() };
    const requireWorkflow = (workflow: string | null) => permit(actor, "evidence.record", workflow);
    const understood = await understand(given, { actor, input, requireWorkflow });
    if ("refused" in understood) throw understood.refused;
  });
}

/** One entry for all that an actor brought. */
function arrivals(records: readonly NewRecord[], { views, linesOf }: Stored) {
  const actors = new Map(records.map(({ recordedBy }) => [recordedBy.id, recordedBy]));
  return [...actors.values()].map((actor) => {
    const own = records.flatMap((record, index) => (record.recordedBy.id === actor.id ? [index] : []));
    const seen = own.map((index) => views[index] as EvidenceView);
    return {
      kind: "evidence.recorded",
      subject: `evidence/${seen[0]?.id}`,
      payload: {
        records: seen.map(({ id, passed, failed, counts }) => ({ id, passed, failed, counts })),
        lines: linesOf(own.map((index) => records[index] as NewRecord)),
      },
      actor,
    };
  });
}

/** A call's records with what they tested, or why the call is refused: all of it where one is wrong. */
async function understand(
  given: Given,
  call: GatheredCall<Body>,
): Promise<{ records: NewRecord[] } | { refused: unknown }> {
  try {
    const records = await resolve(given, call);
    for (const workflow of new Set(records.map(({ document }) => document.workflow))) call.requireWorkflow(workflow);
    return { records };
  } catch (refused) {
    return { refused };
  }
}

interface Given {
  known: Known;
  signatures: Signatures;
  now: number;
}

async function resolve({ known, signatures, now }: Given, { input, actor }: GatheredCall<Body>): Promise<NewRecord[]> {
  const many = Array.isArray(input);
  const recordedBy = actorRecord(actor);
  const errors: FieldError[] = [];
  const records: NewRecord[] = [];
  for (const [index, one] of all(input).entries()) {
    const refuse = ({ path, message }: FieldError) => errors.push({ path: many ? `${index}.${path}` : path, message });
    const observedAt = Date.parse(one.observedAt);
    if (observedAt > now + AHEAD_MS)
      refuse({ path: "observedAt", message: `is ahead of the clock, which says ${new Date(now).toISOString()}` });
    const tested = findTested(known, one);
    // A drill speaks as whichever source counts, of its own twins alone.
    const verify = async () => (actor.type === "drill" ? null : signatures.verify(one));
    const verified = await verify().catch((error: unknown) => {
      if (!isSuretyError(error)) throw error;
      for (const refused of error.errors) refuse(refused);
      return null;
    });
    if ("path" in tested) refuse(tested);
    else records.push({ ...recordFrom(one, tested, verified), observedAt, recordedBy });
  }
  if (errors.length > 0) throw invalid(errors.slice(0, MOST_ERRORS));
  return records;
}

function checksOf({ outcome, loss, passed = 0, failed = 0 }: EvidenceInput, target: number) {
  if (loss !== undefined) return { ...checkOfLoss(loss, target), loss };
  return outcome === undefined
    ? { passed, failed }
    : { passed: Number(outcome === "pass"), failed: Number(outcome === "fail") };
}

function recordFrom(
  input: EvidenceInput,
  tested: Exclude<ReturnType<typeof findTested>, FieldError>,
  verified: Verified | null,
): Omit<NewRecord, "observedAt" | "recordedBy"> {
  const { agent, pact, method, artifact, attributes, signed } = input;
  const source = verified?.issuer.slug ?? input.source ?? "";
  return {
    ...tested,
    ...checksOf(input, tested.clause.evidence?.target ?? 1),
    agent,
    pact,
    source,
    method,
    artifact,
    attributes,
    release: input.release ?? tested.current,
    signed:
      verified && signed
        ? { ...signed, issuer: verified.issuer.slug, keyId: verified.keyId, sha256: verified.sha256 }
        : undefined,
    // An agent that names itself as the source gives its own word; a signature gives the word of who signed.
    vouchedBy: source === agent ? "self" : verified ? voucherOf(verified.issuer.kind) : "provider",
  };
}
