"use client";
import { Popover } from "@base-ui/react/popover";
import { Command } from "cmdk";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { count } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import { floatStyle } from "@/components/ui/menu";
import { TRIGGERS } from "@/lib/domain/pact";
import type { FacetValue, Summary } from "./data";
import { FACET_NAMES, type FacetName, facetWord } from "./facets";
import { type DecisionView, VERDICTS } from "./search";
import type { Titles } from "./telling";

interface Choice {
  facet: FacetName | "ungoverned" | "permitted";
  value: string;
  label: string;
  count?: number;
}

function choicesOf(facets: Summary["facets"] | undefined, view: DecisionView, titles: Titles): Choice[] {
  const of = (facet: FacetName) =>
    (facets?.[facet] ?? [])
      .filter(({ value }) => !(view[facet] as string[]).includes(value))
      .map((one: FacetValue): Choice => ({ facet, ...one, label: facetWord(facet, one.value, titles) }));
  // What does not occur here now can be asked for all the same.
  const rest = (facet: "verdict" | "trigger", values: readonly string[]) =>
    values
      .filter((value) => !facets?.[facet].some((one) => one.value === value))
      .filter((value) => !(view[facet] as string[]).includes(value))
      .map((value): Choice => ({ facet, value, label: facetWord(facet, value, titles) }));
  const plain: Choice[] = [
    { facet: "permitted", value: "false", label: "not permitted" },
    { facet: "permitted", value: "true", label: "permitted" },
    { facet: "ungoverned", value: "true", label: "outside every pact" },
  ];
  return [
    ...of("agent"),
    ...of("verdict"),
    ...of("trigger"),
    ...of("clause"),
    ...rest("verdict", VERDICTS),
    ...rest("trigger", TRIGGERS),
    ...plain,
  ];
}

const nameOf = (facet: Choice["facet"]): string =>
  facet === "permitted" ? "Permitted" : facet === "ungoverned" ? "Ungoverned" : FACET_NAMES[facet];

/** `/`: a filter by what is there now, or by a word that is not. A decision's id opens it. */
export function AddFilter({
  facets,
  view,
  titles,
  onView,
  onOpen,
}: {
  facets: Summary["facets"] | undefined;
  view: DecisionView;
  titles: Titles;
  onView: (view: DecisionView) => void;
  onOpen: (id: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  useShortcut("/", "Add a filter", () => setOpen(true));
  const done = (next: boolean) => {
    setOpen(next);
    if (!next) setTyped("");
  };
  const choose = ({ facet, value }: Choice) => {
    done(false);
    if (facet === "permitted") onView({ ...view, permitted: value === "true" ? "true" : "false" });
    else if (facet === "ungoverned") onView({ ...view, ungoverned: true });
    else onView({ ...view, [facet]: [...view[facet], value] } as DecisionView);
  };
  const word = typed.trim();
  const choices = choicesOf(facets, view, titles);
  const holds = ({ facet, label }: Choice) => `${nameOf(facet)} ${label}`.toLowerCase().includes(word.toLowerCase());
  // An agent that has asked nothing yet can be filtered by all the same.
  const unknown = word !== "" && !word.startsWith("dec_") && !choices.some(holds);
  const openTyped = () => {
    done(false);
    onOpen(word);
  };
  return (
    <Popover.Root open={open} onOpenChange={done}>
      <Popover.Trigger
        render={
          <Button variant="bare" size="small" shortcut="/">
            Add filter
          </Button>
        }
      />
      <Popover.Portal>
        <Popover.Positioner align="start" sideOffset={4} className="z-50">
          <Popover.Popup className={`${floatStyle} w-[min(360px,calc(100vw-32px))] text-sm`} aria-label="Add a filter">
            <Command label="Add a filter" loop>
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder="Agent, verdict, trigger, clause, or dec_…"
                className="h-10 w-full border-b border-line bg-transparent px-3 text-sm outline-none placeholder:text-ink-3"
              />
              <Command.List className="max-h-80 overflow-y-auto py-1.5">
                <Command.Empty className="px-3 py-2 text-ink-2">Nothing here is called that.</Command.Empty>
                {word.startsWith("dec_") ? (
                  <Item value={`open ${word}`} onSelect={openTyped} kind="open">
                    <span className="mono">{word}</span>
                  </Item>
                ) : null}
                {choices.map((choice) => (
                  <Item
                    key={`${choice.facet} ${choice.value}`}
                    value={`${nameOf(choice.facet)} ${choice.label} ${choice.value}`}
                    onSelect={() => choose(choice)}
                    kind={choice.count === undefined ? "" : count(choice.count)}
                  >
                    <span className="text-ink-3">{nameOf(choice.facet)}</span>{" "}
                    {choice.facet === "clause" ? <em>{choice.label}</em> : choice.label}
                  </Item>
                ))}
                {unknown ? (
                  <Item
                    value={`agent called ${word}`}
                    onSelect={() => choose({ facet: "agent", value: word, label: word })}
                    kind=""
                  >
                    <span className="text-ink-3">Agent</span> {word}
                  </Item>
                ) : null}
              </Command.List>
            </Command>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Item({
  value,
  kind,
  onSelect,
  children,
}: {
  value: string;
  kind: string;
  onSelect: () => void;
  children: React.ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-7 cursor-default items-center gap-3 border-l-2 border-transparent px-2.5 data-[selected=true]:border-ink data-[selected=true]:font-medium max-sm:min-h-10"
    >
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <span className="label font-normal">{kind}</span>
    </Command.Item>
  );
}
