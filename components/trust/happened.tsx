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

/** What happened, each with its number in the ledger; `dossier`: with the instants themselves, for what is kept or printed. */
export function Happened({ entries, dossier }: { entries: readonly Happening[]; dossier?: boolean }) {
  if (entries.length === 0) return <p className="label mt-2">Nothing has been recorded yet.</p>;
  return (
    <ol className="happened">
      {entries.map(({ id, number, at, by, says }) => (
        <li key={id}>
          <span>
            <When at={at} form={dossier ? "absolute" : "relative"} plain={dossier} />
          </span>
          <div className="min-w-0 wrap-anywhere">
            {by.name} {says.replace(/[.]+$/, "")}.
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
