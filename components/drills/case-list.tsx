import { Mark } from "@/components/trust/mark";
import { Verdict } from "@/components/trust/verdict";
import type { Verdict as VerdictWord } from "@/lib/domain/decision";
import { sayMs, thresholdName } from "./drill";

interface Answer {
  verdict: VerdictWord;
  permitted: boolean;
  because: readonly { says: string; clause: string | null; trigger: string }[];
  revision: number;
}

export interface Case {
  clause: string | null;
  trigger: string;
  agent: string | null;
  outcome: "passed" | "failed";
  says: string;
  request: { action: string; context?: Record<string, unknown>; resource?: unknown } | null;
  before: Answer | null;
  after: Answer | null;
  decidedMs: number | null;
  enforcedMs: number | null;
}

/** Every threshold of a drill: the decision before and after its cause, and how fast control changed. */
export function CaseList({ cases }: { cases: readonly Case[] }) {
  return (
    <ul>
      {cases.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cases are stored in order and never change
        <li key={at} className="border-b border-line py-4 first:border-t">
          <CaseOf of={one} />
        </li>
      ))}
    </ul>
  );
}

function CaseOf({ of }: { of: Case }) {
  const { outcome, says, before, after, agent, decidedMs, enforcedMs } = of;
  return (
    <article className="grid gap-x-8 gap-y-2 lg:grid-cols-[220px_minmax(0,1fr)_200px]">
      <div>
        <h3 className="text-sm font-medium">{thresholdName(of)}</h3>
        <div className="mt-1">
          <Mark tone={outcome === "passed" ? "met" : "block"}>
            {outcome === "passed" ? "Seen to act" : "Changed nothing"}
          </Mark>
        </div>
        {agent ? <p className="label mt-1">twin of {agent}</p> : null}
      </div>
      <div className="min-w-0 text-sm">
        <p>{says}</p>
        <Asked of={of} />
      </div>
      <div className="text-sm">
        {before && after ? (
          <p className="flex flex-wrap items-center gap-2">
            <Verdict verdict={before.verdict} permitted={before.permitted} /> <span aria-hidden="true">→</span>
            <span className="sr-only">became</span>{" "}
            <Verdict verdict={after.verdict} pending={after.verdict === "review"} />
          </p>
        ) : null}
        {decidedMs === null ? null : (
          <p className="label mt-1">
            decided after {sayMs(decidedMs)}
            {enforcedMs === null ? ", not enforced everywhere" : `, on every node after ${sayMs(enforcedMs)}`}
          </p>
        )}
      </div>
    </article>
  );
}

function Asked({ of: { request, after, clause, trigger } }: { of: Case }) {
  if (!request) return null;
  const said = after?.because.find((one) => clause === null || (one.clause === clause && one.trigger === trigger));
  return (
    <details className="mt-1">
      <summary className="cursor-pointer text-ink-2">What was asked and answered</summary>
      <p className="mono mt-1 text-xs break-words">
        {request.action} {request.context ? JSON.stringify(request.context) : ""}
      </p>
      {said ? <p className="mt-1 text-ink-2">{said.says}</p> : null}
      {after ? <p className="label mt-1">at revision {after.revision}</p> : null}
    </details>
  );
}
