import Link from "next/link";
import type { StandingWord } from "@/components/trust/mark";
import { ClauseName } from "@/components/trust/text";
import { Standing, Verdict } from "@/components/trust/verdict";
import { Tag } from "@/components/ui/page-parts";
import type { ConsequenceKind, Level, Severity } from "@/lib/domain/pact";

interface Consequence {
  trigger: string;
  at?: number;
  do: ConsequenceKind;
}

interface Clause {
  pact: string;
  agent: string;
  mode: "enforce" | "shadow";
  clause: string;
  title: string;
  severity: Severity;
  standing: StandingWord | null;
  when: string | null;
  consequences: readonly Consequence[];
}

interface MappedAction {
  action: string;
  risk: Level;
  gated: boolean;
  clauses: readonly Clause[];
}

export interface WorkflowMapProps {
  map: readonly MappedAction[];
  /** Where a clause for an action is written; null: the reader writes none. */
  draftHref: ((action: string) => string) | null;
}

/** Action → clauses → consequences, read from left to right; what no clause gates stands dashed. */
export function WorkflowMap({ map, draftHref }: WorkflowMapProps) {
  return (
    <ol className="wmap">
      <li className="wmap-head label" aria-hidden="true">
        <span>Action</span>
        <span>Clauses</span>
        <span>Consequences</span>
      </li>
      {map.map((one) => (
        <li key={one.action} data-open={one.gated ? undefined : ""}>
          <div className="wmap-action">
            <span className="mono mr-2 wrap-anywhere">{one.action}</span>
            <Tag>{one.risk}</Tag>
          </div>
          <div className="wmap-clauses">
            {one.clauses.map((clause) => (
              <ClauseLine key={`${clause.pact}/${clause.clause}`} clause={clause} />
            ))}
            {one.clauses.length === 0 ? (
              <p className="text-ink-2">
                No clause names it. {draftHref ? <Link href={draftHref(one.action)}>Add a clause</Link> : null}
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function ClauseLine({ clause }: { clause: Clause }) {
  return (
    <div className="wmap-clause">
      <div className="min-w-0">
        <ClauseName href={`/pacts/${clause.pact}#${clause.clause}`}>{clause.title}</ClauseName>
        <span className="label block">
          {clause.pact}, {clause.agent}, {clause.severity}
          {clause.mode === "shadow" ? ", in shadow" : ""}
          {clause.when ? (
            <>
              , when <code className="mono">{clause.when}</code>
            </>
          ) : null}
        </span>
        {clause.standing ? <Standing standing={clause.standing} /> : null}
      </div>
      <ul>
        {grouped(clause.consequences).map(([does, triggers]) => (
          <li key={does}>
            <Verdict verdict={does} /> <span className="text-ink-2">{triggers.join(", ")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function grouped(consequences: readonly Consequence[]): [ConsequenceKind, string[]][] {
  const by = new Map<ConsequenceKind, string[]>();
  for (const one of consequences) {
    const name = one.at === undefined ? one.trigger : `${one.trigger} from ${one.at.toLocaleString("en-GB")}`;
    by.set(one.do, [...(by.get(one.do) ?? []), name]);
  }
  return [...by];
}
