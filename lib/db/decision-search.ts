/** Which decisions of some segments a list wants. */
import type { Because } from "@/lib/domain/decision";
import type { DecisionFilter } from "./decision-filter";
import { type DecisionRecord, type Frame, fromBody } from "./segment";
import { keyOf } from "./tally";

/**
 * The decisions in these bodies that a filter wants, in no order.
 * @param bodies of segments, base64
 * @param before an id: only those before it
 */
export function decisionsIn(
  bodies: readonly string[],
  filter: DecisionFilter,
  before: string | undefined,
): DecisionRecord[] {
  const wanted = linesFor(filter);
  const having = textsFor(filter);
  return bodies
    .flatMap((body) => fromBody(Buffer.from(body, "base64"), wanted, having))
    .filter((record) => (!before || record.id < before) && matches(record, filter));
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
