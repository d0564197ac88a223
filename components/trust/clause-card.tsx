import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { StandingWord } from "./mark";
import { Standing } from "./verdict";

export interface ClauseRuleProps {
  standing: StandingWord;
  children: ReactNode;
  className?: string;
  id?: string;
}

/** The 2 px rule in the margin: its pattern repeats the standing, on paper and without colour too. */
export function ClauseRule({ standing, children, className, id }: ClauseRuleProps) {
  return (
    <div id={id} data-tone={standing} className={cn("clause", className)}>
      {children}
    </div>
  );
}

export interface ClauseCardProps {
  id?: string;
  number?: number;
  title: string;
  obligation: string;
  /** Absent in a draft: the clause has no standing yet, and its rule is that of `unproven`. */
  standing?: StandingWord;
  /** The four answers after the obligation, in this order: evidence, freshness, owner, otherwise. */
  answers?: { evidence: ReactNode; freshness: ReactNode; owner: ReactNode; otherwise: ReactNode };
  /** Notes below: what the monitor says, an override. */
  children?: ReactNode;
}

/** A clause of the contract: number, title, standing, obligation in serif, then the answers. */
export function ClauseCard({ id, number, title, obligation, standing, answers, children }: ClauseCardProps) {
  return (
    <ClauseRule id={id} standing={standing ?? "unproven"}>
      <div className="flex items-baseline justify-between gap-4 max-sm:flex-col-reverse max-sm:gap-1">
        <h3>
          {number === undefined ? null : <span className="mr-2 font-normal text-ink-3">{number}</span>}
          {title}
        </h3>
        {standing ? <Standing standing={standing} chip /> : null}
      </div>
      <p className="obligation mt-0.5">{obligation}</p>
      {answers ? (
        <dl className="answers mt-3">
          <Answer name="Evidence">{answers.evidence}</Answer>
          <Answer name="Freshness">{answers.freshness}</Answer>
          <Answer name="Owner">{answers.owner}</Answer>
          <Answer name="Otherwise">{answers.otherwise}</Answer>
        </dl>
      ) : null}
      {children ? <div className="mt-3 flex flex-col gap-2">{children}</div> : null}
    </ClauseRule>
  );
}

function Answer({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
