import { onProbation, sayGrant, sayProbation, sayWhere } from "@/components/grants/grant";
import type { InboxItem } from "@/components/shell/inbox";
import { When } from "@/components/trust/when";
import { plural, span } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import type { AnswerTimes, grantsWaiting } from "@/lib/queries/grants";

type Waiting = Awaited<ReturnType<typeof grantsWaiting>>;

/** Requests for authority and probations to be confirmed, as lines of the inbox. */
export const authorityItems = ({ asked, onProbation: tried }: Waiting, address: (id: string) => string): InboxItem[] =>
  [...asked, ...tried].map((one) => ({
    id: one.id,
    href: address(one.id),
    title: one.requestedBy.name,
    name: `${one.requestedBy.name}, ${one.agent}`,
    aside: <When at={onProbation(one) && one.probation?.until ? one.probation.until : one.createdAt} plain precise />,
    text: (
      <>
        {one.agent}: {one.level} authority in {sayWhere(one.workflow)}
        {one.probation && !onProbation(one) ? `, on probation ${sayProbation(one.probation)}` : ""}. {sayGrant(one)}
      </>
    ),
  }));

/** How long requests for authority waited for their answer. */
export function AnswerTimesLine({ times: { days, answered, median, longest } }: { times: AnswerTimes }) {
  return (
    <Section title="Time to the answer" aside={`${days} d`} className="px-5 pt-8 pb-6 max-sm:px-4">
      <p className="mt-2 text-sm">
        {median === null || longest === null
          ? "No request for authority was answered yet."
          : `${plural(answered, "request was", "requests were")} answered: half of them within ${span(median * 1000, true)}, the longest after ${span(longest * 1000, true)}.`}
      </p>
    </Section>
  );
}

/** Nothing about authority waits. */
export function AuthorityEmpty() {
  return (
    <p className="px-5 py-6 text-sm text-ink-2 max-sm:px-4">
      No request for authority waits, and nothing is on probation. More authority is asked for on an agent’s page, under
      “Change authority”.
    </p>
  );
}
