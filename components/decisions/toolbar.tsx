"use client";
import type { ReactNode } from "react";
import { clock, day } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { FilterChip, SegmentedLinks } from "@/components/ui/choices";
import { FACET_NAMES, type FacetName, facetWord } from "./facets";
import { addressOf, type DecisionView, decisionSearch, RANGE_NAMES, RANGES, SAVED_VIEWS } from "./search";
import type { Titles } from "./telling";

/** Named views, filters in force, range and file: all of them addresses. */
export function Toolbar({
  view,
  titles,
  now,
  addFilter,
}: {
  view: DecisionView;
  titles: Titles;
  now: number;
  addFilter: ReactNode;
}) {
  const here = addressOf(view);
  return (
    <div className="flex flex-wrap items-center gap-2 px-8 py-3 max-lg:px-5 max-sm:px-4">
      <div className="max-w-full overflow-x-auto max-sm:-mx-4 max-sm:max-w-none max-sm:px-4">
        <SegmentedLinks
          label="Saved views"
          options={SAVED_VIEWS.map(({ label, of }) => {
            const href = addressOf(of(view));
            return { href, label, current: href === here };
          })}
        />
      </div>
      <Chips view={view} titles={titles} now={now} />
      {addFilter}
      <span className="flex-1" />
      <SegmentedLinks
        label="Range"
        options={RANGES.map((range) => ({
          href: addressOf({ ...view, range, from: undefined, to: undefined }),
          label: RANGE_NAMES[range],
          current: view.from === undefined && view.range === range,
        }))}
      />
      <ButtonLink
        size="small"
        href={`/decisions/csv${decisionSearch.query(view)}`}
        prefetch={false}
        download
        aria-label="CSV of this view"
      >
        CSV
      </ButtonLink>
    </div>
  );
}

function Chips({ view, titles, now }: { view: DecisionView; titles: Titles; now: number }) {
  const chips: { key: string; label: string; value: ReactNode; rest: DecisionView }[] = [];
  for (const facet of Object.keys(FACET_NAMES) as FacetName[]) {
    for (const value of view[facet] as string[]) {
      const words = facetWord(facet, value, titles);
      chips.push({
        key: `${facet} ${value}`,
        label: `${FACET_NAMES[facet]} is`,
        value: facet === "clause" ? <em>{words}</em> : words,
        rest: { ...view, [facet]: (view[facet] as string[]).filter((one) => one !== value) } as DecisionView,
      });
    }
  }
  if (view.pact)
    chips.push({
      key: "pact",
      label: "Pact is",
      value: titles[view.pact] ?? view.pact,
      rest: { ...view, pact: undefined },
    });
  if (view.workflow)
    chips.push({ key: "workflow", label: "Workflow is", value: view.workflow, rest: { ...view, workflow: undefined } });
  if (view.permitted)
    chips.push({
      key: "permitted",
      label: "Permitted is",
      value: view.permitted === "true" ? "yes" : "no",
      rest: { ...view, permitted: undefined },
    });
  if (view.ungoverned)
    chips.push({ key: "ungoverned", label: "Pact is", value: "none", rest: { ...view, ungoverned: false } });
  if (view.from && view.to)
    chips.push({
      key: "window",
      label: "Between",
      value: `${moment(view.from, now)} and ${moment(view.to, now)} UTC`,
      rest: { ...view, from: undefined, to: undefined },
    });
  return chips.map(({ key, label, value, rest }) => (
    <FilterChip key={key} label={label} value={value} removeHref={addressOf(rest)} />
  ));
}

/** `14:20`, with its day where that is not today. */
function moment(at: string, now: number): string {
  const ms = Date.parse(at);
  const time = clock(ms).slice(0, 5);
  return day(ms) === day(now) ? time : `${day(ms, now)}, ${time}`;
}
