"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/choices";
import type { Clash } from "@/lib/domain/merge-pact";

const shown = (value: unknown) =>
  value === undefined ? "(taken away)" : typeof value === "string" ? value : JSON.stringify(value);

/** What two people changed differently at once: both stand side by side until somebody chooses. */
export function ClashPanel({
  clashes,
  by,
  onSettle,
}: {
  clashes: readonly Clash[];
  by: string;
  onSettle: (theirs: Clash[]) => void;
}) {
  const [choice, setChoice] = useState<Record<number, "mine" | "theirs">>({});
  return (
    <section className="ed-clash" aria-label="Two edits of the same place">
      <p className="font-medium" role="alert">
        {by} changed the same {clashes.length === 1 ? "place" : `${clashes.length} places`} meanwhile. Nothing is lost:
        choose what stays.
      </p>
      <ul>
        {clashes.map((clash, index) => (
          <li key={clash.says} className="border-b border-line py-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="text-sm">{clash.says}</span>
              <Segmented
                label={`What stays of ${clash.says}`}
                value={choice[index] ?? "mine"}
                options={[
                  { value: "mine", label: "Mine" },
                  { value: "theirs", label: `Of ${by}` },
                ]}
                onChange={(value) => setChoice({ ...choice, [index]: value })}
              />
            </div>
            <div className="mt-1 grid grid-cols-2 gap-4 text-xs max-sm:grid-cols-1">
              <p className="wrap-anywhere">
                <span className="text-ink-3">Mine: </span>
                {shown(clash.mine)}
              </p>
              <p className="wrap-anywhere">
                <span className="text-ink-3">{by}: </span>
                {shown(clash.theirs)}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Button
        className="mt-3"
        size="small"
        variant="primary"
        onClick={() => onSettle(clashes.filter((_, index) => choice[index] === "theirs"))}
      >
        Keep these and save
      </Button>
    </section>
  );
}
