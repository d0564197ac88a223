"use client";
import { answerFacts } from "@/components/decisions/peek-facts";
import { asCurl, headline, headlineClause, type Titles } from "@/components/decisions/telling";
import { BecauseTree, quoted } from "@/components/trust/because-tree";
import { Verdict } from "@/components/trust/verdict";
import { Curl } from "@/components/ui/curl";
import { Facts, Section } from "@/components/ui/section";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { DecisionJson } from "@/lib/domain/present";

/** One answer as the page tells it: the sentence, the tree of reasons, what holds until when. */
export function Outcome({
  decision,
  request,
  titles,
  ahead,
}: {
  decision: DecisionJson;
  request: DecisionRequest;
  titles: Titles;
  /** Not now: what would be answered then. */
  ahead: boolean;
}) {
  const listed = { ...decision, request, workflow: request.workflow ?? null };
  const [said, next] = headline(listed);
  return (
    <div aria-live="polite">
      <Verdict chip verdict={decision.verdict} permitted={decision.permitted} pending={decision.status === "pending"} />
      <p className="mt-2 font-serif text-lg text-pretty">{quoted(said, headlineClause(listed, titles))}</p>
      {next ? <p className="mt-1 text-ink-2">{next}</p> : null}
      <Section title="Because" className="mt-5">
        <BecauseTree decision={decision} titles={titles} />
      </Section>
      <Section title={ahead ? "Answer then" : "Answer"} className="mt-5">
        <Facts items={answerFacts(listed, titles)} />
      </Section>
    </div>
  );
}

/** The same question by a program: a dry run, and the one that counts. */
export function AskedByCurl({ request, origin }: { request: DecisionRequest; origin: string }) {
  return (
    <Section title="Same question by curl" className="mt-6">
      <Curl text={asCurl(request, origin)} what="the call" />
    </Section>
  );
}
