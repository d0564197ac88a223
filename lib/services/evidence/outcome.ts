import { z } from "zod";
import { findDecision } from "@/lib/db/decisions";
import { guarded } from "@/lib/db/guards";
import { lockClauses } from "@/lib/db/lines";
import type { ActorRecord } from "@/lib/db/rows";
import type { DecisionRecord } from "@/lib/db/segment";
import { conflict, type FieldError, invalid, invalidField, notFound } from "@/lib/domain/errors";
import { identifier, slug, time } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { findTested, type Known, readKnown } from "./shared-clauses";
import { type NewRecord, storeRecords } from "./shared-store";

const AHEAD_MS = 60_000;

/** What a POST of an outcome says. */
export const outcomeBody = z.strictObject({
  result: z.enum(["success", "failure", "aborted"], { error: "must be success, failure or aborted" }),
  clauses: z.record(slug, z.enum(["pass", "fail"], { error: "must be pass or fail" })).optional(),
  observedAt: time.optional(),
});

const outcomeInput = z.strictObject({ decision: identifier, ...outcomeBody.shape });

interface OutcomeView {
  decision: string;
  result: "success" | "failure" | "aborted";
  clauses: Record<string, "pass" | "fail">;
  observedAt: string;
  recordedAt: string;
  /** Ids of the evidence that it became. */
  evidence: string[];
}

/**
 * What really happened after a decision, as the agent tells it: once a decision. Of the clauses named, it is runtime evidence
 * with the weight of a self-report, which renews a window only where the clause's `from` names the agent.
 * @throws SuretyError not_found, conflict where another outcome was told, invalid
 */
export const reportOutcome = verb({
  name: "decision.outcome",
  permission: "decision.ask",
  input: outcomeInput,
  async work(context, { decision: decisionId, result, clauses = {}, observedAt }) {
    const { tx, organisationId, now, actor, requireWorkflow } = context;
    const decision = await findDecision(tx, organisationId, decisionId);
    if (!decision) throw notFound();
    requireWorkflow(decision.answer.workflow);
    const at = observedAt === undefined ? now : Date.parse(observedAt);
    if (at > now + AHEAD_MS)
      throw invalidField("observedAt", `is ahead of the clock, which says ${new Date(now).toISOString()}`);
    const told = await tx.outcome.findUnique({ where: { organisationId_decisionId: { organisationId, decisionId } } });
    if (told)
      throw conflict(`The outcome of this decision was told at ${told.recordedAt.toISOString()}: ${told.result}.`);
    const asked = askedOf(decision, Object.keys(clauses));
    await lockClauses(tx, organisationId, asked);
    const known = await readKnown(tx, organisationId, asked);
    const recordedBy = actorRecord(actor);
    const records = resolve(known, asked, { decision, clauses, at, recordedBy });
    const stored = records.length > 0 ? await storeRecords(context, records) : null;
    const evidence = stored?.views.map(({ id }) => id) ?? [];
    const times = { observedAt: new Date(at), recordedAt: new Date(now) };
    const race = () => conflict("The outcome of this decision was told at this very moment.");
    await guarded({ unique: race }, () =>
      tx.outcome.create({ data: { organisationId, decisionId, result, clauses, ...times, recordedBy, evidence } }),
    );
    const view: OutcomeView = {
      decision: decisionId,
      result,
      clauses,
      observedAt: times.observedAt.toISOString(),
      recordedAt: times.recordedAt.toISOString(),
      evidence,
    };
    return {
      result: view,
      entries: [
        {
          kind: "decision.outcome",
          subject: `decision/${decisionId}`,
          payload: { result, clauses, evidence, lines: stored?.linesOf(records) ?? [] },
        },
        ...(stored?.entries ?? []),
      ],
      effect: stored?.effect ?? "none",
      outbox: stored?.outbox ?? [],
    };
  },
});

type Asked = { agent: string; pact: string; clause: string; draft: string };

/** The clauses named, in every pact that the decision was made under, as those versions were. */
function askedOf({ request, answer }: DecisionRecord, keys: string[]): Asked[] {
  return answer.pacts.flatMap(({ pact, hash }) =>
    keys.map((clause) => ({ agent: request.agent, pact, clause, draft: hash })),
  );
}

interface Told {
  decision: DecisionRecord;
  clauses: Record<string, "pass" | "fail">;
  at: number;
  recordedBy: ActorRecord;
}

function resolve(known: Known, asked: Asked[], { decision, clauses, at, recordedBy }: Told): NewRecord[] {
  const records = asked.flatMap((one): NewRecord[] => {
    const tested = findTested(known, one);
    if ("path" in tested) return [];
    const passed = clauses[one.clause] === "pass" ? 1 : 0;
    const { agent, pact } = one;
    const release = decision.request.release ?? tested.current;
    return [
      {
        ...tested,
        agent,
        pact,
        release,
        passed,
        failed: 1 - passed,
        observedAt: at,
        source: agent,
        vouchedBy: "self",
        decisionId: decision.id,
        recordedBy,
      },
    ];
  });
  const found = new Set(records.map(({ clause }) => clause.key));
  const errors: FieldError[] = Object.keys(clauses)
    .filter((key) => !found.has(key))
    .map((key) => ({
      path: `clauses.${key}`,
      message: "must be a clause, with an evidence part, of a pact that this decision was made under",
    }));
  if (errors.length > 0) throw invalid(errors);
  return records;
}
