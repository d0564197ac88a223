import Link from "next/link";
import type { ReactNode } from "react";
import type { Because, Verdict as VerdictWord } from "@/lib/domain/decision";
import { sayLimits } from "@/lib/domain/limits";
import type { Limits, Trigger } from "@/lib/domain/pact";
import { AgeMeter } from "./freshness-meter";
import { Id } from "./hash";
import type { StandingWord } from "./mark";
import { ClauseName, LedgerNumber } from "./text";
import { Standing, Verdict } from "./verdict";

/** What the tree reads of a decision, as the API gives it. */
export interface ExplainedDecision {
  verdict: VerdictWord;
  permitted: boolean;
  status?: "final" | "pending";
  because: Because[];
  limits: Limits | null;
}

export interface BecauseTreeProps {
  decision: ExplainedDecision;
  /** Titles by `pact` and by `pact/clause`; without one the slug stands. */
  titles?: Record<string, string>;
  /** Number of the ledger entry that seals the decision; null or absent while it is not sealed. */
  ledgerNumber?: number | null;
  ledgerHref?: string;
  /** Pact and clause as links; default true. */
  links?: boolean;
}

/** What a trigger says of the clause's standing; the others say something of the request, not of the clause. */
const STANDING_OF: Partial<Record<Trigger, StandingWord>> = {
  missing: "unproven",
  stale: "stale",
  failures: "breached",
  drift: "breached",
  score: "breached",
  incident: "breached",
};

/** What stands in a clause's place where a trigger belongs to no clause. */
const PLACE_OF: Partial<Record<Trigger, string>> = {
  scope: "Outside the scope",
  granted: "Authority granted by people",
  no_pact: "No pact",
  away: "Database away",
  metric: "A governed number",
};

function group<T>(items: T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups];
}

/** Why, in this order: verdict, pact, clause, evidence, ledger number. What an override took away stays in sight. */
export function BecauseTree({ decision, titles = {}, ledgerNumber, ledgerHref, links = true }: BecauseTreeProps) {
  const pacts = group(decision.because, (item) => `${item.pact ?? ""}\n${item.version ?? ""}`);
  return (
    <ul className="tree text-sm">
      <li>
        <Verdict verdict={decision.verdict} /> <VerdictTail decision={decision} />
        <ul>
          {pacts.length === 0 ? <li>Every clause that applies holds.</li> : null}
          {pacts.map(([key, items]) => (
            <PactBranch key={key} items={items} titles={titles} links={links} />
          ))}
          {ledgerNumber == null ? null : (
            <li className="text-ink-2">
              Recorded as <LedgerNumber number={ledgerNumber} href={ledgerHref} />
            </li>
          )}
        </ul>
      </li>
    </ul>
  );
}

function VerdictTail({ decision }: { decision: ExplainedDecision }) {
  const limits = decision.verdict === "degrade" && decision.limits ? `to limits: ${sayLimits(decision.limits)}; ` : "";
  const held = decision.status === "pending";
  return <span>{`${limits}${held ? "held for a person" : decision.permitted ? "permitted" : "not permitted"}`}</span>;
}

type Branch = { items: Because[]; titles: Record<string, string>; links: boolean };

function PactBranch({ items, titles, links }: Branch) {
  const { pact, version } = items[0]!;
  const clauses = group(items, (item) => item.clause ?? `\n${item.trigger}`).map(([key, of]) => (
    <ClauseBranch key={key} items={of} titles={titles} links={links} />
  ));
  if (pact === null) return clauses;
  const name = <span className="font-medium">{titles[pact] ?? pact}</span>;
  return (
    <li>
      {links ? <Link href={`/pacts/${pact}`}>{name}</Link> : name}{" "}
      {version === null ? null : <span className="text-ink-3">version {version}</span>}
      <ul>{clauses}</ul>
    </li>
  );
}

function ClauseBranch({ items, titles, links }: Branch) {
  const first = items[0]!;
  const title = first.clause === null ? null : (titles[`${first.pact}/${first.clause}`] ?? first.clause);
  const href = links && first.clause !== null ? `/pacts/${first.pact}#${first.clause}` : undefined;
  const waived = items.every((item) => item.override !== null);
  const standing = waived ? "waived" : STANDING_OF[first.trigger];
  return (
    <li>
      {standing ? <Standing standing={standing} /> : <ConsequenceMark of={first} />}{" "}
      {title === null ? (PLACE_OF[first.trigger] ?? first.trigger) : <ClauseName href={href}>{title}</ClauseName>}
      <ul>
        {items.map((item) => (
          <Reason key={`${item.trigger}-${item.at ?? 0}-${item.consequence}`} item={item} title={title} />
        ))}
      </ul>
    </li>
  );
}

function ConsequenceMark({ of }: { of: Because }) {
  return <Verdict verdict={of.consequence} />;
}

function Reason({ item, title }: { item: Because; title: string | null }) {
  return (
    <>
      <li>
        {quoted(item.says, title)}
        {item.override === null ? null : (
          <span className="text-ink-2">
            {" "}
            Taken away by override <Id value={item.override} bare />.
          </span>
        )}
      </li>
      {item.evidence === null ? null : (
        <li>
          <span className="text-ink-2">
            <Link href={`/evidence/${item.evidence.id}`} prefetch={false}>
              Evidence
            </Link>{" "}
            <Id value={item.evidence.id} what="evidence id" />
          </span>
          <AgeMeter ageSeconds={item.evidence.ageSeconds} windowSeconds={item.evidence.windowSeconds} />
        </li>
      )}
    </>
  );
}

/** The sentence with the clause's title set in the contract's hand, where the sentence names it. */
export function quoted(says: string, title: string | null): ReactNode {
  const at = title ? says.indexOf(title) : -1;
  if (!title || at < 0) return says;
  return (
    <>
      {says.slice(0, at)}
      <em>{title}</em>
      {says.slice(at + title.length)}
    </>
  );
}
