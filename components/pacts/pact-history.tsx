import Link from "next/link";
import { Mark, type Tone } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";

export interface PastEntry {
  id: string;
  number: number | null;
  at: string;
  by: { name: string };
  says: string;
  part: "versions" | "standing" | "overrides" | "exceptions" | "incidents";
  href: string | null;
}

export const PART_NAMES = {
  all: "All",
  versions: "Versions",
  standing: "Standing",
  overrides: "Overrides",
  exceptions: "Exceptions",
  incidents: "Incidents",
} as const;

const TONES: Record<PastEntry["part"], Tone> = {
  versions: "todo",
  standing: "degrade",
  overrides: "waived",
  exceptions: "block",
  incidents: "breached",
};

/** A reason that ends a sentence brings its own full stop. */
const withoutStop = (says: string) => says.replace(/[.]+$/, "");

/** A contract's history, the newest first: each entry with a link of its own and its number in the ledger. */
export function PactHistory({ entries }: { entries: readonly PastEntry[] }) {
  if (entries.length === 0) return <p className="mt-6 text-ink-2">Nothing of this kind has happened yet.</p>;
  return (
    <ol className="mt-4">
      {entries.map(({ id, number, at, by, says, part, href }) => (
        <li
          key={id}
          id={id}
          className="grid grid-cols-[168px_112px_minmax(0,1fr)_auto] items-baseline gap-x-4 border-b border-line py-2.5 text-sm target:bg-surface max-sm:grid-cols-1"
        >
          <When at={at} form="absolute" plain />
          <Mark tone={TONES[part]}>{PART_NAMES[part]}</Mark>
          <span className="min-w-0 wrap-anywhere">
            {by.name} {href ? <Link href={href}>{withoutStop(says)}</Link> : withoutStop(says)}.
          </span>
          <span className="flex items-baseline gap-3 justify-self-end max-sm:justify-self-start">
            {number === null ? null : <LedgerNumber number={number} href={`/ledger?entry=${number}`} />}
            <a href={`#${id}`} className="text-xs text-ink-2 underline underline-offset-3">
              Link<span className="sr-only"> to this entry</span>
            </a>
          </span>
        </li>
      ))}
    </ol>
  );
}
