"use client";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { NAV_ENTRIES } from "./nav";
import { useShell } from "./shortcuts";
import { chooseTheme } from "./theme-choice";

/** Something the palette can lead to. */
export interface PaletteEntry {
  label: string;
  /** What it is, in one word: "pact", "agent", "clause", "act". */
  kind: string;
  href: string;
  /** Further words to be found by. */
  keywords?: string[];
}

/** Where a pasted id leads: the id is added to the address. */
const ID_LINKS: Record<string, string> = {
  dec_: "/decisions?d=",
  rev_: "/reviews?peek=",
  ovr_: "/overrides?peek=",
};

/** The entry that a text names by itself: an id, or a ledger number. Null where it is just words. */
export function entryOfId(text: string): PaletteEntry | null {
  const query = text.trim();
  const prefix = Object.keys(ID_LINKS).find((each) => query.startsWith(each) && query.length > each.length);
  if (prefix) return { label: query, kind: "id", href: `${ID_LINKS[prefix]}${encodeURIComponent(query)}` };
  const number = /^#([\d,]+)$/.exec(query)?.[1]?.replaceAll(",", "");
  return number ? { label: `Ledger entry #${number}`, kind: "ledger", href: `/ledger?entry=${number}` } : null;
}

const GO: PaletteEntry[] = NAV_ENTRIES.map((entry) => ({
  label: entry.label,
  kind: `G ${entry.letter}`,
  href: entry.href,
}));
/** What is done here and leads nowhere. */
const HERE: readonly { label: string; keywords: string[]; run: () => void }[] = [
  { label: "Light theme", keywords: ["colour", "appearance"], run: () => chooseTheme("light") },
  { label: "Dark theme", keywords: ["colour", "appearance", "night"], run: () => chooseTheme("dark") },
  { label: "Theme as the system", keywords: ["colour", "appearance"], run: () => chooseTheme("system") },
];
const RECENT_KEY = "surety-recent";

function readRecent(): PaletteEntry[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "[]");
    return Array.isArray(stored)
      ? stored.filter((each) => typeof each?.href === "string" && each.href.startsWith("/"))
      : [];
  } catch {
    return [];
  }
}

function remember(entry: PaletteEntry): void {
  const rest = readRecent().filter((each) => each.href !== entry.href);
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify([entry, ...rest].slice(0, 5)));
  } catch {
    // Storage refused: the palette works without recents.
  }
}

/** What the server finds for the words typed, a moment after the typing pauses. */
function useFound(query: string, search: PaletteProps["search"]): PaletteEntry[] {
  const [found, setFound] = useState<PaletteEntry[]>([]);
  useEffect(() => {
    if (!search || query.trim().length < 2) return setFound([]);
    let current = true;
    const timer = setTimeout(() => {
      search(query.trim())
        .then((entries) => current && setFound(entries))
        .catch(() => current && setFound([]));
    }, 160);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, search]);
  return found;
}

export interface PaletteProps {
  /** What can be reached by name: pacts, agents, clauses, acts. */
  entries?: readonly PaletteEntry[];
  /** Finds more on the server, e.g. a server action. */
  search?: (query: string) => Promise<PaletteEntry[]>;
}

/** Ctrl/⌘ K: go, act, find by name or id. */
export function Palette({ entries = [], search }: PaletteProps) {
  const { layer, open } = useShell();
  return (
    <Dialog
      open={layer === "palette"}
      onOpenChange={(next) => open(next ? "palette" : null)}
      title="Search or act"
      description="Type a name, an id, or what you want to do."
      width={560}
      bareTitle
    >
      <List entries={entries} search={search} onDone={() => open(null)} />
    </Dialog>
  );
}

function List({
  entries,
  search,
  onDone,
}: {
  entries: readonly PaletteEntry[];
  search: PaletteProps["search"];
  onDone: () => void;
}) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const found = useFound(query, search);
  const [recent] = useState(readRecent);
  const named = entryOfId(query);
  const choose = (entry: PaletteEntry) => {
    remember(entry);
    onDone();
    router.push(entry.href);
  };
  const known = new Set(entries.map((entry) => entry.href));
  return (
    <Command label="Search or act" loop>
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder="Search or act"
          className="h-11 flex-1 bg-transparent text-base outline-none placeholder:text-ink-3"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto py-2">
        <Command.Empty className="px-4 py-3 text-sm text-ink-2">
          Nothing is called that. Paste a whole id (dec_…) or a ledger number (#18403) to go there.
        </Command.Empty>
        {named ? <Group heading="By id" entries={[named]} onChoose={choose} /> : null}
        {query === "" && recent.length > 0 ? <Group heading="Recent" entries={recent} onChoose={choose} /> : null}
        <Group heading="Go" entries={GO} onChoose={choose} />
        {entries.length > 0 ? <Group heading="Open and act" entries={entries} onChoose={choose} /> : null}
        <Command.Group heading="Appearance" className={groupStyle}>
          {HERE.map(({ label, keywords, run }) => (
            <Command.Item
              key={label}
              value={label}
              keywords={keywords}
              className={itemStyle}
              onSelect={() => {
                run();
                onDone();
              }}
            >
              <span>{label}</span>
              <span className="label font-normal">act</span>
            </Command.Item>
          ))}
        </Command.Group>
        {found.length > 0 ? (
          <Group heading="Found" entries={found.filter((entry) => !known.has(entry.href))} onChoose={choose} />
        ) : null}
      </Command.List>
    </Command>
  );
}

const groupStyle =
  "[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3";
const itemStyle =
  "flex min-h-8 cursor-default items-center justify-between gap-3 border-l-2 border-transparent px-3.5 py-1 text-sm data-[selected=true]:border-ink data-[selected=true]:font-medium max-sm:min-h-10";

type GroupProps = { heading: string; entries: readonly PaletteEntry[]; onChoose: (entry: PaletteEntry) => void };

function Group({ heading, entries, onChoose }: GroupProps) {
  return (
    <Command.Group heading={heading} className={groupStyle}>
      {entries.map((entry) => (
        <Command.Item
          key={`${entry.kind} ${entry.href}`}
          value={`${heading} ${entry.label} ${entry.href}`}
          keywords={[entry.kind, ...(entry.keywords ?? [])]}
          forceMount={heading === "By id" || heading === "Found"}
          onSelect={() => onChoose(entry)}
          className={itemStyle}
        >
          <span className="min-w-0 truncate">{entry.label}</span>
          <span className="label whitespace-nowrap font-normal">{entry.kind}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
