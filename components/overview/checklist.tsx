"use client";
import Link from "next/link";
import { useState } from "react";
import { Mark } from "@/components/trust/mark";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/section";
import { CHECKLIST_COOKIE, STEPS, type Step, type Steps } from "./steps";

interface Words {
  title: string;
  why: string;
  act: string;
  href: string;
}

const WORDS: Record<Step, Words> = {
  promise: {
    title: "Promise",
    why: "A pact says what an agent may do, and under which clauses.",
    act: "Write a pact",
    href: "/pacts/new",
  },
  evidence: {
    title: "Evidence",
    why: "A test result that counts for one of its clauses.",
    act: "Submit evidence",
    href: "/freshness",
  },
  freshness: {
    title: "Freshness",
    why: "No clause is missing its evidence or past its window.",
    act: "See who goes stale",
    href: "/freshness",
  },
  consequence: {
    title: "Consequence",
    why: "A pact is enforced: what breaks it limits, holds or blocks.",
    act: "See pacts",
    href: "/pacts",
  },
  decision: {
    title: "First gated decision",
    why: "An agent asks before it acts, and a pact answers.",
    act: "See decisions",
    href: "/decisions",
  },
};

/** The five of the beginning. Put away by hand; back where a step that was done no longer is. */
export function Checklist({ steps, curl }: { steps: Steps; curl: string }) {
  const [away, setAway] = useState(false);
  if (away) return null;
  const done = STEPS.filter((step) => steps[step]);
  const next = STEPS.find((step) => !steps[step]);
  const putAway = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and older Safari
    document.cookie = `${CHECKLIST_COOKIE}=${done.join(".")};path=/;max-age=31536000;samesite=lax`;
    setAway(true);
  };
  return (
    <Section
      title={done.length === STEPS.length ? "All five are in place" : "From promise to gated decision"}
      aside={
        <span className="inline-flex items-center gap-3">
          {done.length} of {STEPS.length}
          <Button size="small" variant="bare" onClick={putAway}>
            Put away
          </Button>
        </span>
      }
    >
      <progress className="sr-only" max={STEPS.length} value={done.length} aria-label="Steps done" />
      <ol className="grid grid-cols-5 max-lg:grid-cols-1">
        {STEPS.map((step) => (
          <StepItem key={step} step={step} done={steps[step]} next={step === next} />
        ))}
      </ol>
      {next === "decision" ? (
        <div className="mt-3">
          <p className="mb-1 flex items-center justify-between text-xs text-ink-2">
            Ask for the first decision, with a key of yours in $SURETY_KEY
            <CopyButton text={curl} what="the call">
              Copy
            </CopyButton>
          </p>
          <pre className="code">{curl}</pre>
        </div>
      ) : null}
    </Section>
  );
}

function StepItem({ step, done, next }: { step: Step; done: boolean; next: boolean }) {
  const { title, why, act, href } = WORDS[step];
  return (
    <li
      className="border-t-2 pt-2 pr-5 max-lg:border-t-0 max-lg:border-b max-lg:border-line max-lg:py-2 max-lg:pr-0"
      style={{ borderTopColor: done ? "var(--color-ink)" : "var(--color-line)" }}
    >
      <p className="flex items-baseline justify-between gap-2 text-sm font-medium">
        {title}
        {done ? (
          <span className="label font-normal">done</span>
        ) : (
          <Mark tone="todo" className="text-xs">
            to do
          </Mark>
        )}
      </p>
      <p className="mt-0.5 text-xs text-ink-2">{why}</p>
      {done ? null : (
        <p className="mt-1 text-xs">
          <Link href={href} className={next ? "font-medium" : undefined}>
            {act}
          </Link>
        </p>
      )}
    </li>
  );
}
