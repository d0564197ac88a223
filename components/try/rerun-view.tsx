"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Titles } from "@/components/decisions/telling";
import { Failure } from "@/components/shell/failure";
import { BecauseTree } from "@/components/trust/because-tree";
import { Id } from "@/components/trust/hash";
import { Mark } from "@/components/trust/mark";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { count } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { DecisionJson } from "@/lib/domain/present";
import type { Rerun } from "@/lib/domain/tried";
import { rerunOptions } from "./data";

/** A recorded decision asked again, side by side: as recorded, as decided, and with what is in force today. */
export function RerunView({
  id,
  titles,
  onTake,
  onClose,
}: {
  id: string;
  titles: Titles;
  /** Puts the decision's request on the desk. */
  onTake: (request: DecisionRequest) => void;
  onClose: () => void;
}) {
  const { data: rerun, error, isPending, refetch } = useQuery(rerunOptions(id));
  return (
    <Section
      title="A recorded decision asked again"
      className="mt-8"
      aside={
        <button type="button" className="underline" onClick={onClose}>
          Close
        </button>
      }
    >
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Id value={id} />
        <Link href={`/decisions?d=${id}&range=30d`}>Open the record</Link>
      </p>
      {isPending ? <Skeleton className="mt-4 h-64" label="The decision is asked again" /> : null}
      {error ? (
        <div className="mt-4">
          <Failure
            error={error}
            title="The decision could not be asked again"
            action={<Button onClick={() => void refetch()}>Try again</Button>}
          />
        </div>
      ) : null}
      {rerun ? <Told rerun={rerun} titles={titles} onTake={() => onTake(rerun.request)} /> : null}
    </Section>
  );
}

function Told({ rerun, titles, onTake }: { rerun: Rerun; titles: Titles; onTake: () => void }) {
  const { recorded, asDecided, today } = rerun;
  return (
    <>
      <Alarm asDecided={asDecided} />
      <div className="mt-4 grid grid-cols-3 gap-6 max-lg:grid-cols-1">
        <Side title="As recorded" decision={recorded} titles={titles} />
        <Side title="As decided, asked again" decision={asDecided.decision} titles={titles}>
          {asDecided.outcome === "unknown" ? <p className="text-ink-2">{asDecided.says}</p> : null}
          <Differences
            all={asDecided.differences}
            none={asDecided.outcome === "same" ? "The same, to the last word." : null}
          />
        </Side>
        <Side title="With what is in force today" decision={today.decision} titles={titles}>
          <Differences all={today.differences} none="Nothing differs from what was recorded." />
        </Side>
      </div>
      <div className="mt-4">
        <Button size="small" onClick={onTake}>
          Change this request and try it
        </Button>
      </div>
    </>
  );
}

const TONES = { same: "allow", differs: "block", unknown: "unproven" } as const;
const WORDS = { same: "Same answer", differs: "Another answer", unknown: "Cannot be asked again" } as const;

function Alarm({ asDecided: { outcome, says } }: Pick<Rerun, "asDecided">) {
  return (
    <p role={outcome === "differs" ? "alert" : undefined} className="mt-3">
      <Mark tone={TONES[outcome]} chip>
        {WORDS[outcome]}
      </Mark>{" "}
      <span className="text-ink-2">{says}</span>
    </p>
  );
}

function Side({
  title,
  decision,
  titles,
  children,
}: {
  title: string;
  decision: DecisionJson | null;
  titles: Titles;
  children?: ReactNode;
}) {
  return (
    <section className="min-w-0">
      <h3 className="label mb-2 border-b border-line pb-1 font-normal">{title}</h3>
      {decision ? (
        <>
          <p className="mb-2 flex flex-wrap items-baseline gap-x-3">
            <Verdict
              chip
              verdict={decision.verdict}
              permitted={decision.permitted}
              pending={decision.status === "pending" || (decision.verdict === "review" && decision.review === null)}
            />
            <span className="label">
              revision {count(decision.revision)}, <When at={decision.decidedAt} form="absolute" />
            </span>
          </p>
          <BecauseTree decision={decision} titles={titles} links={false} />
        </>
      ) : null}
      {children}
    </section>
  );
}

function Differences({ all, none }: { all: Rerun["today"]["differences"]; none: string | null }) {
  if (all.length === 0) return none ? <p className="mt-3 text-ink-2">{none}</p> : null;
  return (
    <>
      <p className="label mt-3">What differs</p>
      <ul className="mt-1 list-disc pl-4">
        {all.map(({ says }) => (
          <li key={says} className="mt-0.5">
            {says}
          </li>
        ))}
      </ul>
    </>
  );
}
