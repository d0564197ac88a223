import type { Because } from "@/lib/domain/decision";
import type { Tx } from "./client";
import type { DecisionFilter } from "./decision-filter";
import { type DecisionRecord, type Frame, fromBody, fromText, textsOf } from "./segment";
import { bodiesOf, type Head, segmentHeads } from "./segment-heads";
import { keyOf } from "./tally";

/** An id as it stands in a line. */
const idText = (id: string) => `"id":${JSON.stringify(id)}`;

/** The decision with this id, or null. */
export async function findDecision(tx: Tx, organisationId: string, id: string): Promise<DecisionRecord | null> {
  const segment = await tx.decisionSegment.findFirst({
    where: { organisationId, node: id.slice(-4), firstId: { lte: id }, lastId: { gte: id } },
    orderBy: { firstId: "desc" },
    select: { body: true },
  });
  const named = segment ? fromBody(segment.body, undefined, () => [idText(id)]) : [];
  // A request may carry the id of another decision.
  return named.find((record) => record.id === id) ?? null;
}

/**
 * Bodies of the segments that hold the newest decisions of these agents, the newest first: enough for `most` of them.
 * @param range ms; `[from, to)`
 */
export async function newestSegments(
  tx: Tx,
  organisationId: string,
  agents: readonly string[],
  range: { from?: number; to?: number },
  most: number,
): Promise<Uint8Array[]> {
  const from = range.from === undefined ? null : new Date(range.from);
  const to = range.to === undefined ? null : new Date(range.to);
  // How many are of these agents stands in each segment's tally: only bodies that are needed are read. One that lies
  // across the end of the range may hold none of it.
  const rows = await tx.$queryRaw<{ body: Uint8Array }[]>`
    WITH own AS (
      SELECT first_id, last_id, CASE WHEN ${to}::timestamptz IS NULL OR to_at < ${to} THEN
        (SELECT coalesce(sum((t ->> 3)::int), 0) FROM jsonb_array_elements(tally) AS t WHERE t ->> 0 = ANY(${[...agents]}::text[]))
        ELSE 0 END AS decisions
      FROM decision_segment
      WHERE organisation_id = ${organisationId} AND agents && ${[...agents]}::text[]
        AND (${from}::timestamptz IS NULL OR to_at >= ${from}) AND (${to}::timestamptz IS NULL OR from_at < ${to})),
    counted AS (
      SELECT first_id, sum(decisions) OVER (ORDER BY last_id DESC, first_id DESC) - decisions AS newer FROM own)
    SELECT s.body FROM counted JOIN decision_segment s ON s.organisation_id = ${organisationId} AND s.first_id = counted.first_id
    WHERE counted.newer < ${most} ORDER BY s.last_id DESC`;
  return rows.map(({ body }) => body);
}

/** Several by id, in the order asked; ids that do not exist are left out. */
export async function findDecisions(tx: Tx, organisationId: string, ids: readonly string[]): Promise<DecisionRecord[]> {
  if (ids.length === 0) return [];
  const segments = await tx.$queryRaw<{ body: Uint8Array; wanted: string[] }[]>`
    SELECT s.body, w.wanted FROM (
      SELECT s.first_id, array_agg(wanted.id) AS wanted FROM unnest(${[...ids]}::text[]) AS wanted(id)
      CROSS JOIN LATERAL (
        SELECT first_id FROM decision_segment
        WHERE organisation_id = ${organisationId} AND node = right(wanted.id, 4) AND first_id <= wanted.id
        ORDER BY first_id DESC LIMIT 1
      ) s GROUP BY s.first_id
    ) w JOIN decision_segment s ON s.organisation_id = ${organisationId} AND s.first_id = w.first_id`;
  const named = segments.flatMap(({ body, wanted }) => fromBody(body, undefined, () => wanted.map(idText)));
  const found = new Map(named.map((record) => [record.id, record]));
  return ids.map((id) => found.get(id)).filter((record): record is DecisionRecord => record !== undefined);
}

/** Everything that acted, also in the shadow. */
const saidIn = ({ because, shadow }: DecisionRecord["answer"]) => (shadow ? [...because, ...shadow.because] : because);

/** The triggers that a decision is found by: `away` is among them whatever it came to. */
const triggersOf = (answer: DecisionRecord["answer"]): string[] => [
  ...saidIn(answer).map(({ trigger }) => trigger),
  ...(answer.away ? ["away"] : []),
];

function matches({ request, answer }: DecisionRecord, f: DecisionFilter): boolean {
  const said = () => saidIn(answer);
  return (
    (f.agent === undefined || f.agent.includes(request.agent)) &&
    (f.workflow === undefined || answer.workflow === f.workflow) &&
    (f.pact === undefined || [...answer.pacts, ...said()].some(({ pact }) => pact === f.pact)) &&
    (f.verdict === undefined || f.verdict.includes(answer.verdict)) &&
    (f.permitted === undefined || answer.permitted === f.permitted) &&
    (f.governed === undefined || answer.governed === f.governed) &&
    (f.trigger === undefined || triggersOf(answer).some((trigger) => f.trigger?.includes(trigger))) &&
    (f.clause === undefined || said().some((one) => isOneOf(f.clause ?? [], f.pact, one))) &&
    (f.from === undefined || answer.decidedAt >= f.from) &&
    (f.to === undefined || answer.decidedAt < f.to)
  );
}

/** Whether what acted is one of these clauses: `pact/key`, or `key`, of `pact` where that is given. */
function isOneOf(clauses: readonly string[], of: string | undefined, { pact, clause }: Because): boolean {
  const key = (named: string) => (of === undefined ? named === clause : named === clause && of === pact);
  return clauses.some((named) => (named.includes("/") ? named === `${pact}/${clause}` : key(named)));
}

const agentText = (agent: string) => `"agent":${JSON.stringify(agent)}`;

/** What has to stand in a decision's line for the filter to want it: the others need not be parsed. */
function linesFor(f: DecisionFilter): (line: string, frame: Frame | null) => boolean {
  const texts = (name: string, values: readonly string[] | undefined) =>
    values?.map((value) => `"${name}":${JSON.stringify(value)}`);
  const all = f.agent ? [f.agent.map(agentText)] : [];
  const triggers = texts("trigger", f.trigger);
  if (f.trigger?.includes("away")) triggers?.push('"away":{');
  const marked = [texts("verdict", f.verdict), triggers, texts("clause", f.clause?.map(keyOf))];
  const whole = [...all, ...marked.filter((some) => some !== undefined)];
  const stand = (line: string, lists: string[][]) => lists.every((some) => some.some((text) => line.includes(text)));
  const plain = f.trigger === undefined && f.clause === undefined && f.permitted !== false && f.governed !== false;
  const allows = plain && (f.verdict?.includes("allow") ?? true);
  return (line, frame) => {
    if (frame === null) return stand(line, whole);
    const { workflow, pacts } = frame;
    if (!allows || (f.workflow !== undefined && workflow !== f.workflow)) return false;
    return (f.pact === undefined || pacts.some(({ pact }) => pact === f.pact)) && stand(line, all);
  };
}

/** Texts one of which stands in each line that the filter wants, whichever of its filters tells the most lines apart; null: none does. */
function textsFor(f: DecisionFilter): (frames: ReadonlyMap<string, Frame>) => readonly string[] | null {
  const { agent, pact, workflow } = f;
  if (agent) return () => agent.map(agentText);
  const whole =
    pact === undefined ? workflow && `"workflow":${JSON.stringify(workflow)}` : `"pact":${JSON.stringify(pact)}`;
  if (!whole) return () => null;
  const fits = (frame: Frame) =>
    (pact === undefined || frame.pacts.some((one) => one.pact === pact)) &&
    (workflow === undefined || frame.workflow === workflow);
  return (frames) => [whole, ...[...frames].flatMap(([key, frame]) => (fits(frame) ? [`"frame":"${key}"`] : []))];
}

/** Of some heads, newest first, as many as should fill a page that lacks `lacking` decisions; one at least. */
function filling(heads: readonly Head[], lacking: number): number {
  let sum = 0;
  const last = heads.findIndex(({ matched }) => {
    sum += matched;
    return sum >= lacking;
  });
  return last < 0 ? heads.length : last + 1;
}

/** Newest first, `limit` at most, those before `before` (an id) where given. Segments of several nodes overlap: merged by id. */
export async function listDecisions(
  tx: Tx,
  organisationId: string,
  filter: DecisionFilter,
  limit: number,
  before?: string,
): Promise<DecisionRecord[]> {
  const wanted = linesFor(filter);
  const having = textsFor(filter);
  const found: DecisionRecord[] = [];
  for await (const { heads, end } of segmentHeads(tx, organisationId, filter, before)) {
    for (let rest = heads; rest.length > 0; ) {
      const opened = filling(rest, limit - found.length);
      const texts = await textsOf(await bodiesOf(tx, organisationId, rest.slice(0, opened)));
      rest = rest.slice(opened);
      for (const record of texts.flatMap((text) => fromText(text, wanted, having)))
        if ((!before || record.id < before) && matches(record, filter)) found.push(record);
      // Whatever is in the segments not read is no newer than their newest: what we hold above that line is final.
      const line = rest[0]?.lastId ?? end ?? "";
      const final = found.filter(({ id }) => id > line);
      if (final.length >= limit) return newestFirst(final).slice(0, limit);
    }
  }
  return newestFirst(found).slice(0, limit);
}

const newestFirst = (records: DecisionRecord[]) => records.sort((a, b) => (a.id < b.id ? 1 : -1));
