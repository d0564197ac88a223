import type { DecisionBatch, IndexRow, ReviewRow } from "@/lib/db/recorder";
import { type DecisionRecord, textBody, toLines } from "@/lib/db/segment";
import { addTallies, type Cell, type Tally } from "@/lib/db/tally";
import { canonicalHash } from "@/lib/domain/canonical";
import { isPlainAllow } from "@/lib/domain/decision-text";
import { isoInstant as iso } from "@/lib/domain/instant";

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
    triggers: unique([...said.map((b) => b.trigger), answer.away ? "away" : null]),
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

/** Counts what is alike; plain allows of one kind of request share their list of pacts. @param index of all the others */
function tallyOf(records: readonly DecisionRecord[], index: readonly IndexRow[]): Tally {
  const plain = new Map<DecisionRecord["answer"]["pacts"], Cell>();
  const counted = index.map(({ agent, workflow, verdict, ...row }): Cell => {
    const { pacts, permitted, governed, triggers, clauses } = row;
    return [agent, workflow, verdict, 1, pacts, permitted, governed, triggers, clauses];
  });
  for (const { request, answer } of records) {
    if (!isPlainAllow(answer)) continue;
    const known = plain.get(answer.pacts);
    if (known && known[0] === request.agent && known[1] === answer.workflow) {
      known[3]++;
      continue;
    }
    const { workflow, verdict, pacts } = answer;
    const cell: Cell = [request.agent, workflow, verdict, 1, pacts.map(({ pact }) => pact)];
    counted.push(cell);
    plain.set(pacts, cell);
  }
  return counted.length > 1 ? addTallies([counted]) : counted;
}

/** Rows beside the segment and its index, for what is not a plain allow. */
function markedRows(marked: readonly DecisionRecord[], exceptionId: () => string) {
  return {
    reviews: some(marked.map(reviewRow).filter((r): r is ReviewRow => r !== null)),
    uses: some(
      marked.flatMap((r) =>
        overridesUsed(r).map((override) => ({ override, decision: r.id, at: iso(r.answer.decidedAt) })),
      ),
    ),
    exceptions: some(marked.flatMap((record) => exceptionsOf(record, exceptionId))),
  };
}

/** What ran outside every pact, and every answer that was given without the database. */
function exceptionsOf({ id, request, answer }: DecisionRecord, exceptionId: () => string) {
  const { workflow, because, away, verdict, permitted, revision, decidedAt } = answer;
  const { agent, action } = request;
  const told = { decision: id, agent, action, at: iso(decidedAt) };
  const says = because[0]?.says ?? null;
  const found: NonNullable<DecisionBatch["exceptions"]> = [];
  if (!answer.governed && permitted)
    found.push({ id: exceptionId(), kind: "ungoverned", ...told, detail: { workflow, says } });
  if (away) {
    const ageSeconds = Math.max(0, Math.round((decidedAt - away.verifiedAt) / 1000));
    const detail = { workflow, says, verdict, permitted, risk: away.risk, revision, ageSeconds };
    found.push({ id: exceptionId(), kind: "fail_open", ...told, detail });
  }
  return found;
}

const UNMARKED = { reviews: null, uses: null, exceptions: null };

/** Lays decisions of one organisation and revision out as rows; null where there are none. */
export function toBatch(
  organisationId: string,
  node: string,
  records: readonly DecisionRecord[],
  exceptionId: () => string,
): Omit<DecisionBatch, "answers"> | null {
  const first = records[0];
  const last = records.at(-1);
  if (!first || !last) return null;
  const marked = records.filter((record) => !isPlainAllow(record.answer));
  const index = marked.map(indexRow);
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
    tally: tallyOf(records, index),
    index: some(index),
    ...(marked.length === 0 ? UNMARKED : markedRows(marked, exceptionId)),
  };
}
