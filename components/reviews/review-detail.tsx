import Link from "next/link";
import type { ReactNode } from "react";
import { amountOf } from "@/components/decisions/telling";
import { BecauseTree, type ExplainedDecision } from "@/components/trust/because-tree";
import { Id } from "@/components/trust/hash";
import { When } from "@/components/trust/when";
import { Facts, Section } from "@/components/ui/section";
import { factsOf, type Review } from "./review";

export interface ReviewDetailProps {
  review: Review;
  decision: ExplainedDecision;
  titles: Record<string, string>;
  /** Who may answer, where the reader may not; else the form. */
  children: ReactNode;
}

/** One held decision: what is asked, why it is held, what happens if nobody answers. */
export function ReviewDetail({ review, decision, titles, children }: ReviewDetailProps) {
  const { agent, action, workflow, request } = review;
  const facts = factsOf(request);
  const amount = amountOf(request);
  return (
    <>
      <h1 className="held">
        <b className="font-semibold">
          <Link href={`/agents/${agent}`} className="no-underline hover:underline">
            {agent}
          </Link>
        </b>{" "}
        asks for <b className="font-semibold">{action}</b>
        {amount ? (
          <>
            ,{" "}
            <span className="whitespace-nowrap">
              {amount.figures} {amount.currency}
            </span>
            ,
          </>
        ) : null}
        {workflow ? <> in {workflow}</> : null}.
      </h1>
      <Course of={review} />
      <div className="mt-7 mb-9 grid grid-cols-2 gap-x-10 gap-y-7 max-xl:grid-cols-1">
        <Section title="What is asked">
          <Facts
            className="mt-3"
            items={[
              ...facts.map(([name, value]) => [name, value] as const),
              ["release", request.release ?? "current"],
              ["decision", <DecisionLink key="d" id={review.decision} />],
            ]}
          />
        </Section>
        <Section title="Why it is held">
          <div className="mt-2">
            <BecauseTree decision={decision} titles={titles} />
          </div>
        </Section>
      </div>
      {children}
    </>
  );
}

/** When it was asked, and how it ended or will. */
function Course({ of: { state, expiresAt, createdAt, settledBy, settledAt, reason } }: { of: Review }) {
  return (
    <p className="mt-2 text-ink-2">
      Asked <When at={createdAt} />.{" "}
      {state === "pending" ? (
        <>
          If nobody answers, it is denied <When at={expiresAt} precise />.
        </>
      ) : null}
      {state === "expired" ? (
        <>
          Nobody answered; it was denied <When at={expiresAt} />.
        </>
      ) : null}
      {settledBy && settledAt ? (
        <>
          {settledBy.name} {state} it <When at={settledAt} />
          {reason ? `: ${reason.replace(/[.]+$/, "")}` : ""}.
        </>
      ) : null}
    </p>
  );
}

function DecisionLink({ id }: { id: string }) {
  return (
    <>
      <Id value={id} /> <Link href={`/decisions?d=${id}`}>Open</Link>
    </>
  );
}
