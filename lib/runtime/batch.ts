import type { DecisionBatch, IndexRow, ReviewRow } from "@/lib/db/recorder";
import { type DecisionRecord, isPlain, textBody, toLines } from "@/lib/db/segment";
import { canonicalHash } from "@/lib/domain/canonical";

const iso = (ms: number) => new Date(ms).toISOString();
const unique = (values: (string | null)[]) => [...new Set(values.filter((v): v is string => v !== null))];

function indexRow({ id, request, answer }: DecisionRecord): IndexRow {
  const said = [...answer.because, ...(answer.shadow?.because ?? [])];
  return {
    id,
    at: iso(answer.decidedAt),
    agent: request.agent,
    action: request.action,
    workflow: answer.workflow,
    verdict: answer.verdict,
    permitted: answer.permitted,
    governed: answer.governed,
    triggers: unique(said.map((b) => b.trigger)),
    pacts: unique([...answer.pacts.map((p) => p.pact), ...said.map((b) => b.pact)]),
    clauses: unique(said.map((b) => (b.pact && b.clause ? `${b.pact}/${b.clause}` : null))),
  };
}

function reviewRow({ id, request, answer, review }: DecisionRecord): ReviewRow | null {
  if (!review) return null;
  return {
    id: review.id,
    decision: id,
    agent: request.agent,
    action: request.action,
    workflow: answer.workflow,
    request_hash: canonicalHash(request),
    request,
    at: iso(answer.decidedAt),
    expires_at: iso(review.expiresAt),
  };
}

const some = <T>(rows: T[]): T[] | null => (rows.length ? rows : null);

/** Overrides that took something away in this decision. */
export function overridesUsed({ answer }: Pick<DecisionRecord, "answer">): string[] {
  return unique(answer.because.map((b) => b.override));
}

/** Lays decisions of one organisation and revision out as rows. */
export function toBatch(
  organisationId: string,
  node: string,
  records: readonly [DecisionRecord, ...DecisionRecord[]],
  exceptionId: () => string,
): Omit<DecisionBatch, "answers"> {
  const first = records[0];
  const last = records.at(-1) ?? first;
  const marked = records.filter((record) => !isPlain(record));
  const tally = new Map<string, [string, string | null, string, number]>();
  for (const { request, answer } of records) {
    const key = JSON.stringify([request.agent, answer.workflow, answer.verdict]);
    const cell = tally.get(key) ?? [request.agent, answer.workflow, answer.verdict, 0];
    cell[3]++;
    tally.set(key, cell);
  }
  return {
    organisationId,
    revision: first.answer.revision,
    node,
    firstId: first.id,
    lastId: last.id,
    count: records.length,
    from: first.answer.decidedAt,
    to: last.answer.decidedAt,
    body: textBody(toLines(records)),
    tally: [...tally.values()],
    agents: unique(records.map((r) => r.request.agent)),
    index: some(marked.map(indexRow)),
    reviews: some(marked.map(reviewRow).filter((r): r is ReviewRow => r !== null)),
    uses: some(
      marked.flatMap((r) =>
        overridesUsed(r).map((override) => ({ override, decision: r.id, at: iso(r.answer.decidedAt) })),
      ),
    ),
    exceptions: some(
      marked
        .filter((r) => !r.answer.governed && r.answer.permitted)
        .map((r) => ({
          id: exceptionId(),
          kind: "ungoverned",
          decision: r.id,
          agent: r.request.agent,
          action: r.request.action,
          at: iso(r.answer.decidedAt),
          detail: { workflow: r.answer.workflow, says: r.answer.because[0]?.says ?? null },
        })),
    ),
  };
}
