"use client";
import { Verdict } from "@/components/trust/verdict";
import { Checkbox } from "@/components/ui/checkbox";
import type { Verdict as VerdictWord } from "@/lib/domain/decision";
import type { FacetValue, Summary } from "./data";
import type { DecisionView } from "./search";
import type { Titles } from "./telling";

export type FacetName = keyof Summary["facets"];

export const FACET_NAMES: Record<FacetName, string> = {
  verdict: "Verdict",
  trigger: "Trigger",
  clause: "Clause",
  agent: "Agent",
};

/** A facet's value as words. */
export function facetWord(facet: FacetName, value: string, titles: Titles): string {
  if (facet === "clause") return titles[value] ?? value;
  return facet === "trigger" ? value.replaceAll("_", " ") : value;
}

/** What is chosen stays in sight, even where nothing matches it now. */
function withChosen(values: readonly FacetValue[], chosen: readonly string[]): FacetValue[] {
  const missing = chosen.filter((value) => !values.some((one) => one.value === value));
  return [...values, ...missing.map((value) => ({ value, count: 0 }))];
}

/** The filter column of a wide screen: each value with how many there are under all the other filters. */
export function Facets({
  facets,
  view,
  titles,
  onView,
}: {
  facets: Summary["facets"] | undefined;
  view: DecisionView;
  titles: Titles;
  onView: (view: DecisionView) => void;
}) {
  const toggle = (facet: FacetName, value: string, on: boolean) => {
    const rest = (view[facet] as string[]).filter((one) => one !== value);
    onView({ ...view, [facet]: on ? [...rest, value] : rest } as DecisionView);
  };
  return (Object.keys(FACET_NAMES) as FacetName[]).map((facet) => {
    const chosen = view[facet] as string[];
    const values = withChosen(facets?.[facet] ?? [], chosen);
    if (values.length === 0) return null;
    return (
      <fieldset key={facet} className="min-w-0">
        <legend className="label mb-1">{FACET_NAMES[facet]}</legend>
        {values.map(({ value, count }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            onCheckedChange={(on) => toggle(facet, value, on)}
            count={count}
            label={<FacetLabel facet={facet} value={value} titles={titles} />}
          />
        ))}
      </fieldset>
    );
  });
}

function FacetLabel({ facet, value, titles }: { facet: FacetName; value: string; titles: Titles }) {
  if (facet === "verdict") return <Verdict verdict={value as VerdictWord} />;
  const words = facetWord(facet, value, titles);
  return facet === "clause" ? <em title={words}>{words}</em> : <span title={words}>{words}</span>;
}
