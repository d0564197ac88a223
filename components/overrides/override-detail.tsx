import Link from "next/link";
import type { ReactNode } from "react";
import { quoted } from "@/components/trust/because-tree";
import { type Effect, EffectList } from "@/components/trust/effect-list";
import { SimilarOnes } from "@/components/trust/similar-ones";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import type { BudgetSpent } from "@/lib/domain/budget";
import type { ConsequenceKind, Severity } from "@/lib/domain/pact";
import { joined } from "@/lib/domain/text";
import { GlassCourse } from "./glass";
import { type Override, sayBudget, sayState } from "./override";
import { ScopeSentence } from "./scope-sentence";

/** An override with what is to be weighed beside it. */
export interface Case {
  override: Override;
  pactTitle: string;
  workflow: string | null;
  clause: { key: string; title: string; severity: Severity; obligation: string } | null;
  takesAway: readonly { trigger: string; does: ConsequenceKind | "allow" | null; says: string | null }[];
  effect: Effect | null;
  budget: BudgetSpent | null;
  history: { asked: number; approved: number; denied: number };
  similar: readonly Override[];
}

/** One override: the scope sentence, the reason, what it takes away, budget and history, similar ones; and the word on it. */
export function OverrideDetail({ of, children }: { of: Case; children: ReactNode }) {
  const { override, clause, workflow, pactTitle } = of;
  return (
    <>
      <h1 className="held">
        <ScopeSentence
          {...override}
          where={workflow ?? pactTitle}
          clause={override.clause === null ? null : (clause?.title ?? override.clause)}
          endsAt={Date.parse(override.endsAt)}
        />
      </h1>
      <Course of={override} />
      {override.breakGlass ? <GlassCourse of={override.breakGlass} /> : null}
      <div className="mt-7 mb-9 grid grid-cols-2 gap-x-10 gap-y-7 max-xl:grid-cols-1">
        <Section title="Reason" aside={override.ticket ?? undefined}>
          <p className="recital mt-3 border-l-2 border-line-strong pt-0 pl-4">{override.reason}</p>
        </Section>
        {of.effect ? (
          <Section title="What it changes" aside={`latest ${plural(of.effect.replayed, "request")}`}>
            <Changes effect={of.effect} override={override} />
          </Section>
        ) : null}
        <Section
          title="What it takes away"
          aside={
            <Link href={`/pacts/${override.pact}${override.clause ? `#${override.clause}` : ""}`}>{pactTitle}</Link>
          }
        >
          <TakesAway of={of} />
        </Section>
        <Section title="Budget and history" aside="90 d">
          <p className="text-pretty">
            <Budget of={of} />
          </p>
        </Section>
        {clause ? (
          <Section title="The promise" aside={clause.severity}>
            <p className="recital">{clause.obligation}</p>
          </Section>
        ) : null}
      </div>
      <Similar of={of} />
      {children}
    </>
  );
}

const ENDED: Partial<Record<Override["state"], string>> = {
  denied: "Denied",
  revoked: "Revoked",
  withdrawn: "Withdrawn",
};

/** Who asked when, who approved, how it ended. */
function Course({ of }: { of: Override }) {
  const { requestedBy, createdAt, lapsesAt, approvals, state, endsAt, endedBy, note, maxUses, used } = of;
  return (
    <p className="mt-2 text-ink-2">
      Asked <When at={createdAt} /> by {requestedBy.name}.
      {approvals.length > 0 ? ` Approved by ${joined(approvals.map(({ member }) => member.name))}.` : ""}
      {approvals.some(({ counts }) => !counts) ? " Whoever may no longer approve does not count." : ""}
      {state === "stale" ? " Its clause was published anew since." : ""}
      {state === "requested" || state === "active" ? (
        <>
          {" "}
          {state === "requested" ? "Without an answer it lapses" : "It ends"}{" "}
          <When at={state === "requested" ? lapsesAt : endsAt} precise />.
        </>
      ) : null}
      {maxUses !== null && state === "active" ? ` ${used} of ${plural(maxUses, "use")} spent.` : ""}
      {endedBy ? ` ${ENDED[state] ?? "Ended"} by ${endedBy.name}.` : ""}
      {note ? ` “${note}”` : ""}
    </p>
  );
}

function Changes({ effect, override: { maxUses } }: { effect: Effect; override: Override }) {
  if (effect.replayed === 0)
    return <p className="mt-3 text-ink-2">Nothing was asked under this pact yet, so nothing can be tried.</p>;
  const gained = effect.permittedThen - effect.permittedNow;
  const most = maxUses !== null && effect.changed > maxUses ? ` It can be used ${plural(maxUses, "time")}.` : "";
  return (
    <EffectList of={effect}>
      {gained > 0 ? `Without it, ${gained} of them do not go ahead by themselves.` : ""}
      {most}
    </EffectList>
  );
}

function TakesAway({ of: { takesAway, clause, override } }: { of: Case }) {
  return (
    <>
      <dl className="mt-2">
        {takesAway.map(({ trigger, does, says }) => (
          <div
            key={trigger}
            className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line py-2"
          >
            <dt>
              {trigger}
              <span className="block text-ink-2">
                {says ? quoted(says, clause?.title ?? null) : "does not act now"}
              </span>
            </dt>
            <dd>{does ? <Verdict verdict={does} /> : null}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-ink-2">
        Nothing else changes: {override.clause === null ? "every clause" : "every other clause and trigger"} is judged
        as before. Each use is named in its decision and counted.
      </p>
    </>
  );
}

function Budget({ of: { budget, history, override } }: { of: Case }) {
  const tooMany = override.state === "requested" && budget !== null && budget.used >= budget.count;
  const spent = budget
    ? `${sayBudget(budget)}${tooMany ? " This would be one too many." : ""} `
    : "The pact sets no budget. ";
  const asked =
    history.asked === 0
      ? `${override.requestedBy.name} asked for no other.`
      : `${override.requestedBy.name} asked ${plural(history.asked, "other time")}: ${history.approved} approved, ${history.denied} denied.`;
  return spent + asked;
}

function Similar({ of: { similar } }: { of: Case }) {
  return (
    <SimilarOnes
      caption="Similar overrides"
      aside="same clause, 90 d"
      columns={["By", "What", "Outcome", "Uses"]}
      ones={similar.map((one) => ({
        href: `/overrides?view=over&peek=${one.id}`,
        at: one.createdAt,
        cells: [one.requestedBy.name, joined(one.triggers), sayState(one), one.used],
      }))}
    />
  );
}
