import Link from "next/link";
import type { ReactNode } from "react";
import { ClauseCard } from "@/components/trust/clause-card";
import { standingSummary } from "@/components/trust/clause-marks";
import { FreshnessMeter } from "@/components/trust/freshness-meter";
import { duration } from "@/components/trust/words";
import { sayLimits } from "@/lib/domain/limits";
import type { Clause, PactDocument as Document } from "@/lib/domain/pact";
import { sayEvidence, sayFreshness, sayOtherwise, sayOverrides, sayScope } from "@/lib/domain/pact-words";
import type { ClauseReport } from "@/lib/domain/standing";
import { joined, upperFirst } from "@/lib/domain/text";
import { ClauseWhy } from "./clause-why";
import { SettlementTerms } from "./settlement-terms";

export interface PactDocumentProps {
  document: Document;
  /** Clause by clause, where the version is live. */
  standing?: readonly ClauseReport[] | null;
  /** What a person can say of a clause, below its reasons. */
  below?: (report: ClauseReport) => ReactNode;
  /** Names of teams by slug. */
  teams?: Readonly<Record<string, string>>;
  /** State, number, hash and ledger number, under the recitals. */
  meta?: ReactNode;
  /** Signatures, at the end. */
  children?: ReactNode;
  /** Level of the title: the page's heading, or one within it. */
  heading?: "h1" | "h2";
}

/** A pact set as the contract it is: parties, scope, clauses with their four answers, money, signatures. */
export function PactDocument({
  document,
  standing,
  below,
  teams = {},
  meta,
  children,
  heading: Title = "h1",
}: PactDocumentProps) {
  const { clauses } = document;
  const words = standing?.map((clause) => clause.standing);
  return (
    <article className="sheet" aria-label={document.title}>
      <Title className="doc-title">{document.title}</Title>
      <Recitals document={document} />
      {meta ? (
        <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-1 border-y border-line py-3 text-xs leading-5 text-ink-2">
          {meta}
        </div>
      ) : null}
      <h2 className="art">
        Clauses
        <span className="label font-normal">{words ? standingSummary(words) : `${clauses.length} promised`}</span>
      </h2>
      <div className="clauses">
        {clauses.map((clause, index) => (
          <ClauseOf
            key={clause.key}
            number={index + 1}
            clause={clause}
            document={document}
            report={standing?.find(({ key }) => key === clause.key)}
            below={below}
            team={teams[clause.owner] ?? clause.owner}
          />
        ))}
        {clauses.length === 0 ? <p className="recital text-ink-3">This pact promises nothing yet.</p> : null}
      </div>
      <Terms document={document} />
      {children}
    </article>
  );
}

function Recitals({ document }: { document: Document }) {
  const { parties, agent, workflow } = document;
  const counterparty = parties.counterparty ? (
    <>
      {parties.counterparty}, the <i>counterparty</i>,
    </>
  ) : (
    "itself"
  );
  return (
    <>
      <p className="recital mt-4">
        {parties.provider}, the <i>provider</i>, promises {counterparty} how the agent{" "}
        <Link href={`/agents/${agent}`}>{agent}</Link> behaves in the workflow{" "}
        <Link href={`/workflows/${workflow}`}>{workflow}</Link>. Each promise below is tested, dated and owned; each
        says what happens when it does not hold.
      </p>
      <p className="recital mt-3">{sayScope(document)}</p>
    </>
  );
}

interface ClauseOfProps {
  number: number;
  clause: Clause;
  document: Document;
  report?: ClauseReport;
  below?: PactDocumentProps["below"];
  team: string;
}

function ClauseOf({ number, clause, document, report, below, team }: ClauseOfProps) {
  const answers = {
    evidence: sayEvidence(clause),
    freshness: <FreshnessAnswer clause={clause} report={report} />,
    owner: (
      <>
        {team}
        {clause.respond ? (
          <span className="block text-ink-2">answers within {duration(clause.respond.within)}</span>
        ) : null}
      </>
    ),
    otherwise: sayOtherwise(clause, document).map((said) => (
      <span key={said} className="block">
        {said}
      </span>
    )),
  };
  return (
    <ClauseCard
      id={clause.key}
      number={number}
      title={clause.title}
      obligation={clause.obligation}
      standing={report?.standing}
      answers={answers}
    >
      <Narrowed clause={clause} />
      {report ? <ClauseWhy pact={document.pact} agent={document.agent} report={report} /> : null}
      {report && below ? below(report) : null}
    </ClauseCard>
  );
}

function FreshnessAnswer({ clause, report }: { clause: Clause; report?: ClauseReport }) {
  const { freshness } = report ?? {};
  if (!clause.evidence || !freshness) return sayFreshness(clause);
  if (freshness.observedAt === null) return <>missing, window {duration(clause.evidence.freshness)}</>;
  return <FreshnessMeter observedAt={freshness.observedAt} staleAt={freshness.staleAt} below />;
}

/** What the clause is about, where that is less than everything the agent may ask for, and what requests are held to. */
function Narrowed({ clause }: { clause: Clause }) {
  const { actions, when, require, severity } = clause;
  const only = actions ? `Only for ${joined(actions)}. ` : "";
  return (
    <p className="label">
      {upperFirst(severity)}. {only}
      {when ? (
        <>
          Only when <code className="mono">{when}</code>.{" "}
        </>
      ) : null}
      {require ? (
        <>
          The request must satisfy <code className="mono">{require}</code>.
        </>
      ) : null}
    </p>
  );
}

/** Limits of authority, overrides and money: what stands behind the clauses. */
function Terms({ document }: { document: Document }) {
  const { settlement, levels, facts } = document;
  const overrides = sayOverrides(document);
  const parts = [levels?.limited ? "authority" : "", overrides ? "overrides" : "", settlement ? "money" : ""].filter(
    Boolean,
  );
  if (parts.length === 0) return null;
  return (
    <>
      <h2 className="art">{upperFirst(parts.join(", "))}</h2>
      <div className="flex flex-col gap-3">
        {levels?.limited ? (
          <p className="recital">With limited authority the agent acts within {sayLimits(levels.limited, facts)}.</p>
        ) : null}
        {overrides ? <p className="recital">{overrides}</p> : null}
        {settlement ? <SettlementTerms settlement={settlement} clauses={document.clauses} /> : null}
      </div>
    </>
  );
}
