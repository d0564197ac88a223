import { LedgerNumber } from "./text";
import { When } from "./when";

/** One line of what the ledger holds about something. */
export interface Happening {
  id: string;
  number: number | null;
  at: string;
  by: { name: string };
  says: string;
}

/** What happened, newest first, each with its number in the ledger. */
export function Happened({ entries }: { entries: readonly Happening[] }) {
  if (entries.length === 0) return <p className="label mt-2">Nothing has been recorded yet.</p>;
  return (
    <ol className="happened">
      {entries.map(({ id, number, at, by, says }) => (
        <li key={id}>
          <span>
            <When at={at} />
          </span>
          <div className="min-w-0 wrap-anywhere">
            {by.name} {says}.
            {number === null ? null : (
              <div className="mt-1">
                <LedgerNumber number={number} href={`/ledger?entry=${number}`} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
