import { findDecision } from "@/lib/db/decisions";
import { stateAt } from "@/lib/db/past";
import type { DecisionRecord } from "@/lib/db/segment";
import { decideAway } from "@/lib/domain/away";
import { deviationsBetween, differencesBetween, isSameAnswer } from "@/lib/domain/compare-answers";
import { compile } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { notFound } from "@/lib/domain/errors";
import { sayInstant } from "@/lib/domain/explain";
import { isoInstant } from "@/lib/domain/instant";
import { type DecisionJson, presentDecision } from "@/lib/domain/present";
import type { Actor } from "@/lib/domain/roles";
import { timelineOf } from "@/lib/domain/timeline";
import type { Rerun, Tried } from "@/lib/domain/tried";
import { runtime } from "@/lib/runtime/runtime";
import { read, readNow } from "./read";

const HORIZON_MS = 90 * 24 * 3600_000;
const MOST_STEPS = 40;

const shown = (answer: Answer): DecisionJson => presentDecision(null, answer, null, answer.decidedAt);

/** Decides without recording: the first answer by the way that every dry run takes, the later ones on the same snapshot. */
export async function tryRequest(actor: Actor, request: DecisionRequest): Promise<Tried> {
  const { recorder } = runtime();
  return readNow(actor, async (_tx, { snapshot }) => {
    const first = await recorder.dryRun(actor.organisationId, request);
    const now = first.decidedAt;
    const [, ...later] = timelineOf(snapshot, request, now, HORIZON_MS, MOST_STEPS);
    return {
      request,
      now: isoInstant(now),
      steps: [first, ...(first.away ? [] : later)].map(shown),
      until: isoInstant(now + HORIZON_MS),
    };
  });
}

/**
 * Asks a recorded decision again, on the organisation as it was at the decision's revision, rebuilt from what was kept of
 * it, and on the organisation as it is. Nothing is recorded.
 * @throws SuretyError not_found
 */
export async function rerunDecision(actor: Actor, id: string): Promise<Rerun> {
  const { organisationId } = actor;
  const { snapshots, clock } = runtime();
  const { record, past } = await read(actor, async (tx) => {
    const record = await findDecision(tx, organisationId, id);
    if (!record) throw notFound();
    const { request, answer } = record;
    return { record, past: await stateAt(tx, organisationId, request.agent, answer.revision, id) };
  });
  const { request, answer } = record;
  const now = decide(await snapshots.get(organisationId), request, clock.now());
  return {
    id,
    request,
    recorded: presentDecision(id, answer, null, answer.decidedAt),
    asDecided: "state" in past ? again(record, past.state) : unknown(past.knownFrom, answer.revision),
    today: { decision: shown(now), differences: differencesBetween(answer, now) },
  };
}

function again({ request, answer }: DecisionRecord, state: Parameters<typeof compile>[0]): Rerun["asDecided"] {
  const snapshot = compile(state);
  const result = answer.away
    ? decideAway(snapshot, request, answer.decidedAt, answer.away.verifiedAt)
    : decide(snapshot, request, answer.decidedAt);
  const same = isSameAnswer(answer, result);
  const where = `on revision ${answer.revision}, as of ${sayInstant(answer.decidedAt)}`;
  return {
    outcome: same ? "same" : "differs",
    says: same
      ? `Asked again ${where}, it comes out the same to the last word.`
      : `Asked again ${where}, it does not come out as it was recorded. One of the two is wrong: tell whoever runs this installation.`,
    decision: shown(result),
    differences: same ? [] : deviationsBetween(answer, result),
  };
}

function unknown(knownFrom: number | null, revision: number): Rerun["asDecided"] {
  const says =
    knownFrom === null
      ? "What decisions of this organisation were made from was not kept. It cannot be asked again as it was decided."
      : `It was decided on revision ${revision}; what decisions were made from is kept from revision ${knownFrom} on. It cannot be asked again as it was decided.`;
  return { outcome: "unknown", says, decision: null, differences: [] };
}
