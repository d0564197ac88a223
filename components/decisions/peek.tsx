"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Peek } from "@/components/shell/peek";
import { BecauseTree, quoted } from "@/components/trust/because-tree";
import { Id } from "@/components/trust/hash";
import { Mark } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { tryHref } from "@/components/try/search";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Kbd } from "@/components/ui/kbd";
import { Facts } from "@/components/ui/section";
import type { ListedDecision } from "@/lib/domain/present";
import { receiptOptions } from "./data";
import { answerFacts, requestFacts } from "./peek-facts";
import { addressOf, decisionSearch } from "./search";
import { asCurl, headline, headlineClause, type Titles } from "./telling";

export interface DecisionPeekProps {
  decision: ListedDecision;
  titles: Titles;
  origin: string;
  onClose: () => void;
  onNext?: () => void;
  onPrevious?: () => void;
}

/** One decision explained: the sentence, the tree of reasons, what was asked, what holds until when, and the call. */
export function DecisionPeek({ decision, titles, origin, onClose, onNext, onPrevious }: DecisionPeekProps) {
  const id = decision.id ?? "";
  const { data: receipt } = useQuery(receiptOptions(id));
  const number = receipt?.ledgerNumber ?? null;
  const [said, next] = headline(decision);
  const curl = asCurl(decision.request, origin);
  return (
    <Peek
      title={`Decision ${id}`}
      onClose={onClose}
      onNext={onNext}
      onPrevious={onPrevious}
      head={
        <>
          <Verdict
            chip
            verdict={decision.verdict}
            permitted={decision.permitted}
            pending={decision.status === "pending"}
          />
          {number === null ? (
            <span className="label">being sealed</span>
          ) : (
            <LedgerNumber number={number} href={`/ledger?entry=${number}`} />
          )}
        </>
      }
    >
      <h2 className="font-serif text-lg font-normal text-pretty">{quoted(said, headlineClause(decision, titles))}</h2>
      {next ? <p className="mt-1 text-ink-2">{next}</p> : null}
      <ReviewLine decision={decision} />
      <Part title="Because">
        <BecauseTree
          decision={decision}
          titles={titles}
          ledgerNumber={number}
          ledgerHref={number === null ? undefined : `/ledger?entry=${number}`}
        />
        <Shadow decision={decision} titles={titles} />
      </Part>
      <Part title="Request">
        <Facts items={requestFacts(decision)} />
      </Part>
      <Part title="Answer">
        <Facts items={answerFacts(decision, titles)} />
      </Part>
      <Actions decision={decision} />
      <p className="mt-5">
        <ButtonLink size="small" href={tryHref({ d: id, request: decision.request })}>
          Open in the playground
        </ButtonLink>
      </p>
      <Part
        title="Same question by curl"
        aside={
          <span className="flex items-center gap-2">
            <CopyButton text={curl} what="the call">
              Copy
            </CopyButton>
            <Kbd>C</Kbd>
          </span>
        }
      >
        <pre className="code">{curl}</pre>
      </Part>
      <p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
        <Id value={id} />
        <CopyButton text={`${origin}${addressOf(decisionSearch.parse({}), id)}`} what="link">
          Copy link
        </CopyButton>
      </p>
    </Peek>
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="mt-5">
      <div className="mb-2 flex items-baseline justify-between border-b border-line pb-1">
        <h3 className="label font-normal">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

function ReviewLine({ decision: { review } }: { decision: ListedDecision }) {
  if (!review) return null;
  const link = <Link href={`/reviews?peek=${review.id}`}>Open the review</Link>;
  return (
    <p className="mt-3 flex flex-wrap items-baseline gap-x-2">
      <Mark tone={review.state === "pending" ? "review" : review.state === "approved" ? "allow" : "block"}>
        {review.state === "pending" ? "Waits for a person" : `Review ${review.state}`}
      </Mark>
      {review.state === "pending" ? (
        <span>
          expires <When at={review.expiresAt} precise />, then it is not permitted
        </span>
      ) : null}
      {link}
    </p>
  );
}

function Shadow({ decision: { shadow }, titles }: { decision: ListedDecision; titles: Titles }) {
  if (!shadow) return null;
  return (
    <div className="mt-3 border-l border-dashed border-line-strong pl-3">
      <p className="label mb-1">In shadow: what would have been, had these pacts been enforced</p>
      <BecauseTree decision={{ ...shadow, permitted: shadow.verdict === "allow", limits: null }} titles={titles} />
    </div>
  );
}

function Actions({ decision }: { decision: ListedDecision }) {
  const cause = decision.because.find(({ clause, override }) => clause !== null && override === null);
  const held = decision.review?.state === "pending";
  if (!held && (decision.permitted || !cause)) return null;
  return (
    <div className="mt-5 flex flex-wrap gap-2">
      {held ? (
        <ButtonLink size="small" variant="primary" href={`/reviews?peek=${decision.review?.id}`}>
          Review it
        </ButtonLink>
      ) : null}
      {cause ? (
        <ButtonLink
          size="small"
          variant={held ? "plain" : "primary"}
          href={`/overrides/new?agent=${encodeURIComponent(decision.request.agent)}&pact=${cause.pact}&clause=${cause.clause}&trigger=${cause.trigger}&action=${encodeURIComponent(decision.request.action)}`}
        >
          Ask for an override
        </ButtonLink>
      ) : null}
    </div>
  );
}
