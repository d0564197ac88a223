import Link from "next/link";
import { LedgerNumber } from "@/components/trust/text";
import { clock, dateline } from "@/components/trust/words";
import { sayActor } from "@/lib/domain/roles";
import { subjectHref } from "@/lib/domain/subject-page";
import { type LedgerSearch, ledgerAddress } from "./search";

export interface LedgerLine {
  number: number;
  at: string;
  kind: string;
  subject: string;
  by: { type: string; name: string };
  says: string;
}

/** "Monday 23 November 2026" */
const dayOf = (at: string): string => dateline(Date.parse(at)).split(",")[0] ?? at;

/** One column of facts in the order in which they were sealed, the newest first; a rule between days. */
export function LedgerList({ lines, state }: { lines: readonly LedgerLine[]; state: LedgerSearch }) {
  const days: { day: string; lines: LedgerLine[] }[] = [];
  for (const line of lines) {
    const day = dayOf(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days.map(({ day, lines: of }) => (
    <section key={`${day} ${of[0]?.number}`} className="mt-6">
      <h2 className="label border-b border-ink pb-1 font-normal">{day}</h2>
      <ol>
        {of.map((line) => (
          <Line key={line.number} line={line} state={state} />
        ))}
      </ol>
    </section>
  ));
}

function Line({ line: { number, at, by, says, subject, kind }, state }: { line: LedgerLine; state: LedgerSearch }) {
  const href = subjectHref(subject);
  return (
    <li className="ledger-line" data-current={state.entry === number || undefined}>
      <span>
        <LedgerNumber number={number} href={ledgerAddress({ ...state, entry: number })} />
      </span>
      <time dateTime={at} className="mono text-ink-2">
        {clock(Date.parse(at))}
      </time>
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{sayActor(by)}</span> {says}
      </span>
      <span className="min-w-0 truncate text-ink-2" title={subject}>
        {href ? <Link href={href}>{subject}</Link> : subject}
      </span>
      <span className="mono truncate text-ink-3">{kind}</span>
    </li>
  );
}
