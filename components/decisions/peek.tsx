"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Peek } from "@/components/shell/peek";
import { BecauseTree, quoted } from "@/components/trust/because-tree";
import { Hash, Id } from "@/components/trust/hash";
import { Mark } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { count, span } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Kbd } from "@/components/ui/kbd";
import { Facts } from "@/components/ui/section";
import { fitsLimit, sayLimits, valueAt } from "@/lib/domain/limits";
import type { Limits } from "@/lib/domain/pact";
import type { ListedDecision } from "@/lib/domain/present";
import { receiptOptions } from "./data";
import { addressOf, decisionSearch } from "./search";
import { asCurl, headline, headlineClause, inOneLine, resourceInFull, type Titles } from "./telling";

export interface DecisionPeekProps {
  decision: ListedDecision;
  titles: Titles;
  origin: string;
  onClose: () => void;
  onNext?: () => void;
  onPrevious?: () => void;
}

type Items = (readonly [ReactNode, ReactNode])[];

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

/** Facts of the context, path by path, each told whether it fits the limits. */
function contextFacts(context: Record<string, unknown> | undefined, limits: Limits | null): Items {
  const flat = (value: Record<string, unknown>, above = ""): [string, unknown][] =>
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? flat(inner as Record<string, unknown>, `${above}${key}.`)
        : [[`${above}${key}`, inner]],
    );
  const told: Items = flat(context ?? {}).map(([path, value]) => {
    const limit = limits?.[path];
    if (!limit || fitsLimit(limit, value)) return [path, inOneLine(value)];
    return [path, <Unfit key={path} value={inOneLine(value)} limits={{ [path]: limit }} path={path} />];
  });
  const absent = Object.keys(limits ?? {}).filter((path) => valueAt(context, path) === undefined);
  return [
    ...told,
    ...absent.map(
      (path) => [path, <Unfit key={path} value="absent" limits={{ [path]: limits![path]! }} path={path} />] as const,
    ),
  ];
}

function Unfit({ value, limits, path }: { value: string; limits: Limits; path: string }) {
  return (
    <>
      <Mark tone="degrade">{value}</Mark>{" "}
      <span className="text-ink-2">does not fit: {sayLimits(limits).slice(path.length + 1)}</span>
    </>
  );
}

function requestFacts({ request, workflow, limits, verdict }: ListedDecision): Items {
  const given: Items = [
    [
      "Agent",
      <Link key="agent" href={`/agents/${encodeURIComponent(request.agent)}`}>
        {request.agent}
      </Link>,
    ],
    ["Action", request.action],
  ];
  const optional: [string, string | null | undefined][] = [
    ["Workflow", workflow ?? request.workflow],
    ["Counterparty", request.counterparty],
    ["Resource", resourceInFull(request)],
    ["Release", request.release],
    ["Run", request.run],
  ];
  for (const [name, value] of optional) if (value) given.push([name, value]);
  return [...given, ...contextFacts(request.context, verdict === "degrade" ? limits : null)];
}

function answerFacts(decision: ListedDecision, titles: Titles): Items {
  const { limits, validUntil, useBy, decidedAt, warnings } = decision;
  const items: Items = [["Authority", decision.authority]];
  if (limits) items.push(["Limits", sayLimits(limits)]);
  items.push(["Decided", <When key="at" at={decidedAt} form="absolute" />]);
  items.push(["Valid until", validUntil ? <When key="v" at={validUntil} form="absolute" /> : "something is changed"]);
  if (useBy) {
    const within = span(Date.parse(useBy) - Date.parse(decidedAt), true);
    items.push([
      "Use by",
      <span key="u">
        <When at={useBy} form="absolute" /> <span className="text-ink-3">({within})</span>
      </span>,
    ]);
  }
  for (const { pact, version, hash } of decision.pacts) {
    items.push([
      "Pact",
      <span key={pact} className="inline-flex flex-wrap items-baseline gap-x-2">
        <Link href={`/pacts/${pact}?version=${version}`}>{titles[pact] ?? pact}</Link>
        <span className="text-ink-3">version {version}</span>
        <Hash value={hash} />
      </span>,
    ]);
  }
  if (!decision.governed) items.push(["Pact", "none: it ran outside every pact"]);
  for (const each of decision.settlements) {
    const parts = [each.hold ? `hold ${each.hold}` : "", each.penalty ? `penalty ${each.penalty}` : ""].filter(Boolean);
    items.push([
      "Settles",
      `${titles[`${each.pact}/${each.clause}`] ?? each.clause} ${parts.join(", ")} ${each.currency ?? ""}`,
    ]);
  }
  items.push(["Snapshot", `Revision ${count(decision.revision)}`]);
  if (decision.mode === "shadow") items.push(["Mode", "shadow: nothing was enforced"]);
  for (const warning of warnings) items.push(["Warning", warning]);
  return items;
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
