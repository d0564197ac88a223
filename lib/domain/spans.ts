/** OpenTelemetry spans as checks of clauses, by the mapping that a clause's `evidence.spans` holds. */
import type { PactDocument, SpanMapping } from "./pact.ts";

type Value = string | number | boolean;

/** One span, with its own attributes and its resource's. */
export interface Span {
  /** Hex. */
  traceId: string;
  spanId: string;
  name: string;
  /** End of the span, ms. */
  endedAt: number;
  failed: boolean;
  attributes: Record<string, Value>;
}

/** A span that is a check of a clause. */
export interface SpanCheck {
  agent: string;
  pact: string;
  clause: string;
  outcome: "pass" | "fail";
  release?: string;
  observedAt: string;
  source: string;
  attributes: { trace: string; span: string; name: string };
}

/** Where a span says which agent it is of, the first that is there. */
const AGENT = ["surety.agent", "gen_ai.agent.id", "gen_ai.agent.name", "service.name"];
const RELEASE = ["surety.release", "service.version"];

/** Where a span says what ran. */
const ACTION = "surety.action";
/** A resource that says `tools` has its tool calls observed by the tools' names. */
const OBSERVE = "surety.observe";
const LONGEST = 200;
const LONGEST_ID = 100;
const LONGEST_RESOURCE = 4000;

/** A span that tells what ran. */
export interface SpanObservation {
  agent: string;
  action: string;
  at: string;
  decision?: string;
  resource?: unknown;
}

const first = (span: Span, names: readonly string[]): string | undefined =>
  names
    .map((name) => span.attributes[name])
    .find((value): value is string => typeof value === "string" && value !== "");

function holds(span: Span, name: string, wanted: Value | Value[]): boolean {
  const value = name === "name" ? span.name : span.attributes[name];
  return value !== undefined && [wanted].flat().includes(value);
}

function isCheck(span: Span, { match }: SpanMapping): boolean {
  return Object.entries(match).every(([name, wanted]) => holds(span, name, wanted));
}

function hasFailed(span: Span, { failed = {} }: SpanMapping): boolean {
  return span.failed || Object.entries(failed).some(([name, wanted]) => holds(span, name, wanted));
}

/** JSON as it is meant, any other text as itself. */
function meant(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * What a span tells of: the action that `surety.action` names, with the decision of `surety.decision` and the resource of
 * `surety.resource` (JSON, or a text). Where the resource says `surety.observe: tools`, a span whose `gen_ai.operation.name`
 * is `execute_tool` tells of the action by the tool's name. null: nothing that ran.
 */
export function observationOf(span: Span): SpanObservation | null {
  const { attributes } = span;
  const tool = attributes["gen_ai.operation.name"] === "execute_tool" && attributes[OBSERVE] === "tools";
  const action = first(span, tool ? [ACTION, "gen_ai.tool.name"] : [ACTION]);
  const agent = first(span, AGENT);
  if (!action || !agent || action.length > LONGEST || agent.length > LONGEST) return null;
  const [decision, resource] = [first(span, ["surety.decision"]), first(span, ["surety.resource"])];
  return {
    ...{ agent, action, at: new Date(span.endedAt).toISOString() },
    ...(decision !== undefined && { decision: decision.slice(0, LONGEST_ID) }),
    ...(resource !== undefined && resource.length <= LONGEST_RESOURCE && { resource: meant(resource) }),
  };
}

/**
 * The checks that a span is, under the live pacts of its agent; none where no clause's mapping meets it. The agent is what
 * `surety.agent`, `gen_ai.agent.id`, `gen_ai.agent.name` or `service.name` says, the release `surety.release` or
 * `service.version`, else the agent's current one.
 */
export function checksOf(span: Span, documents: readonly PactDocument[]): SpanCheck[] {
  const agent = first(span, AGENT);
  const release = first(span, RELEASE);
  return documents
    .filter((document) => document.agent === agent)
    .flatMap((document) =>
      document.clauses.flatMap(({ key, evidence }): SpanCheck[] => {
        const mapping = evidence?.spans;
        if (!mapping || !isCheck(span, mapping)) return [];
        return [
          {
            agent: document.agent,
            pact: document.pact,
            clause: key,
            outcome: hasFailed(span, mapping) ? "fail" : "pass",
            ...(release !== undefined && { release }),
            observedAt: new Date(span.endedAt).toISOString(),
            source: "opentelemetry",
            attributes: { trace: span.traceId, span: span.spanId, name: span.name.slice(0, 200) },
          },
        ];
      }),
    );
}
