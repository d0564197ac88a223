import { sayControl } from "@/lib/domain/control";
import { dateline, type ReportClause, type ReportEvent, sayEvent } from "@/lib/domain/report";
import { sayAttested, sayFreshness } from "@/lib/domain/report-answers";
import { type AuthorityDay, type DayWord, sayStrip } from "@/lib/domain/report-days";

const WORD: Record<string, string> = {
  met: "Met",
  breached: "Breached",
  stale: "Stale",
  unproven: "Unproven",
  waived: "Waived",
};

/** Shape and word beside the colour. */
const SHAPE: Record<string, string> = { met: "●", breached: "■", stale: "◌", unproven: "◌", waived: "⊘" };

/** One promise: the five columns that a sceptical reader wants, and its ninety days. */
export function Promised({ clause, number, now }: { clause: ReportClause; number: number; now: number }) {
  const { standing, title, obligation, evidence, owner, otherwise, because, days, monitor } = clause;
  return (
    <section className={`clause ${standing}`} id={`clause-${number}`} aria-labelledby={`clause-${number}-title`}>
      <header>
        <h3 id={`clause-${number}-title`}>
          {number}. {title}
        </h3>
        <span className={`chip ${standing}`}>
          <span aria-hidden="true">{SHAPE[standing]} </span>
          {WORD[standing]}
        </span>
      </header>
      <dl className="five">
        <div className="o">
          <dt>Obligation</dt>
          <dd>{obligation}</dd>
        </div>
        <Answer name="Evidence" said={evidence} />
        <Answer name="Freshness" said={sayFreshness(clause, now)} />
        <Answer name="Owner" said={owner ?? "left out by the author"} />
        <Answer name="If it does not hold" said={otherwise} />
      </dl>
      <Strip days={days} />
      {because.map((says) => (
        <p className="note" key={says}>
          {says}
        </p>
      ))}
      {monitor ? <p className="note">Monitor: {monitor}.</p> : null}
      {clause.target === null ? null : <p className="note">{sayAttested(clause)}</p>}
      {clause.controls.length > 0 ? (
        <p className="note">Controls, as the author gives them: {clause.controls.map(sayControl).join("; ")}.</p>
      ) : null}
    </section>
  );
}

const Answer = ({ name, said }: { name: string; said: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{said}</dd>
  </div>
);

const HEIGHT: Record<DayWord | AuthorityDay, number> = {
  ...{ none: 2, met: 8, waived: 14, unproven: 14, stale: 14, breached: 14 },
  ...{ full: 4, limited: 8, supervised: 11, suspended: 14 },
};
const FILL: Record<DayWord | AuthorityDay, string> = {
  full: "var(--met)",
  limited: "url(#dots)",
  supervised: "var(--un)",
  suspended: "var(--block)",
  none: "var(--line)",
  met: "var(--met)",
  waived: "url(#waived)",
  unproven: "url(#dots)",
  stale: "url(#dots)",
  breached: "var(--block)",
};

/** Days alike in a row as one stroke: a page of many promises stays small. */
function runsOf<W>(days: readonly W[]): { word: W; from: number; count: number }[] {
  const runs: { word: W; from: number; count: number }[] = [];
  days.forEach((word, from) => {
    const last = runs.at(-1);
    if (last?.word === word) last.count++;
    else runs.push({ word, from, count: 1 });
  });
  return runs;
}

/** Ninety days as bars: tall ones are days on which the promise did not simply hold, or the agent might do less. */
export function Strip({ days, of = "90 days" }: { days: readonly (DayWord | AuthorityDay)[]; of?: string }) {
  if (days.length === 0) return null;
  const said = sayStrip(days);
  return (
    <div className="days">
      <span>{of}</span>
      <svg viewBox={`0 0 ${days.length * 3} 14`} width={days.length * 3} height="14" role="img" aria-label={said}>
        {runsOf(days).map(({ word, from, count }) => (
          <path
            key={from}
            d={`M${3 * from} ${14 - HEIGHT[word] / 2}h${3 * count}`}
            stroke={FILL[word]}
            strokeWidth={HEIGHT[word]}
            strokeDasharray="2 1"
          />
        ))}
      </svg>
      <span>{said}</span>
    </div>
  );
}

/** Events that one list of a page shows: it stays small. */
const SHOWN = 50;

/** What happened, each line with its number in the ledger. @param all how many there are, where more than these */
export function Events({ events, all, none }: { events: readonly ReportEvent[]; all: number; none: string }) {
  if (events.length === 0) return <p className="note">{none}</p>;
  const count = (n: number) => n.toLocaleString("en-GB");
  return (
    <>
      <table className="ev">
        <tbody>
          {events.slice(0, SHOWN).map((event) => (
            <tr key={`${event.number} ${event.at} ${event.kind}`}>
              <td className="when">{dateline(Date.parse(event.at))}</td>
              <td>{sayEvent(event)}</td>
              <td className="n no">{event.number === null ? "not numbered yet" : `#${count(event.number)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all > SHOWN ? (
        <p className="note">
          The newest {SHOWN} of {count(all)}: report.json has{" "}
          {all > events.length ? `the newest ${events.length}` : "all"}, the ledger every one.
        </p>
      ) : null}
    </>
  );
}

/** Fills of the strips, once a page. */
export const Patterns = () => (
  <svg width="0" height="0" style={{ position: "absolute" }} aria-hidden="true">
    <defs>
      <pattern id="dots" width="2" height="4" patternUnits="userSpaceOnUse">
        <rect width="2" height="2" fill="var(--un)" />
      </pattern>
      <pattern id="waived" width="2" height="14" patternUnits="userSpaceOnUse">
        <rect width="2" height="1" fill="var(--un)" />
        <rect y="13" width="2" height="1" fill="var(--un)" />
      </pattern>
    </defs>
  </svg>
);
