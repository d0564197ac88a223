import { lockClauses } from "@/lib/db/lines";
import type { EvidenceView } from "@/lib/db/standing-rows";
import { type FieldError, invalid } from "@/lib/domain/errors";
import { verb } from "../verb";
import { findTested, type Known, readKnown } from "./shared-clauses";
import { type EvidenceInput, evidenceBody } from "./shared-input";
import { type NewRecord, storeRecords } from "./shared-store";

/** How far an observation may lie ahead of our clock, ms. */
const AHEAD_MS = 60_000;
const MOST_ERRORS = 100;

/**
 * Records that obligations were tested: one record or up to 1,000, all or nothing. What follows (a renewed window, a step of
 * the monitor, latches, a drift) commits with them.
 * @returns one view for one record, `{ items }` for an array
 * @throws SuretyError invalid, naming record and field
 */
export const recordEvidence = verb({
  name: "evidence.record",
  permission: "evidence.record",
  input: evidenceBody,
  async work(context, input) {
    const { tx, organisationId, now, requireWorkflow } = context;
    const inputs = Array.isArray(input) ? input : [input];
    // Held before anything is read: publishing and other writers of these lines come before us or after.
    await lockClauses(tx, organisationId, inputs);
    const known = await readKnown(tx, organisationId, inputs);
    const records = resolve(known, inputs, { now, many: Array.isArray(input) });
    for (const workflow of new Set(records.map(({ document }) => document.workflow))) requireWorkflow(workflow);
    const { views, entries, effect, outbox, lines } = await storeRecords(context, records);
    const [first] = views as [EvidenceView, ...EvidenceView[]];
    const payload = { records: views.map(({ id, passed, failed, counts }) => ({ id, passed, failed, counts })), lines };
    return {
      result: Array.isArray(input) ? { items: views } : first,
      entries: [{ kind: "evidence.recorded", subject: `evidence/${first.id}`, payload }, ...entries],
      effect,
      outbox,
    };
  },
});

/** Every record with what it tested; refuses all where one is wrong. */
function resolve(known: Known, inputs: EvidenceInput[], { now, many }: { now: number; many: boolean }): NewRecord[] {
  const errors: FieldError[] = [];
  const records: NewRecord[] = [];
  inputs.forEach((input, index) => {
    const refuse = ({ path, message }: FieldError) => errors.push({ path: many ? `${index}.${path}` : path, message });
    const observedAt = Date.parse(input.observedAt);
    if (observedAt > now + AHEAD_MS)
      refuse({ path: "observedAt", message: `is ahead of the clock, which says ${new Date(now).toISOString()}` });
    const tested = findTested(known, input);
    if ("path" in tested) refuse(tested);
    else records.push(recordFrom(input, observedAt, tested));
  });
  if (errors.length > 0) throw invalid(errors.slice(0, MOST_ERRORS));
  return records;
}

function recordFrom(
  input: EvidenceInput,
  observedAt: number,
  tested: Exclude<ReturnType<typeof findTested>, FieldError>,
): NewRecord {
  const { agent, pact, source, method, artifact, attributes } = input;
  const checks =
    input.outcome === undefined
      ? { passed: input.passed ?? 0, failed: input.failed ?? 0 }
      : { passed: input.outcome === "pass" ? 1 : 0, failed: input.outcome === "fail" ? 1 : 0 };
  return {
    ...tested,
    ...checks,
    agent,
    pact,
    source,
    method,
    artifact,
    attributes,
    observedAt,
    release: input.release ?? tested.current,
    // An agent that names itself as the source gives its own word; whose signature vouches for more is not asked yet.
    vouchedBy: source === agent ? "self" : "provider",
  };
}
