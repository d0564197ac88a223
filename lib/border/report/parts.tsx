import { sayDuration } from "@/lib/domain/duration";
import { dateline, type ReportClause, type ReportEvent } from "@/lib/domain/report";
import { type DayWord, sayStrip } from "@/lib/domain/report-days";

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
  const { standing, title, obligation, evidence, owner, otherwise, because, days, attested, monitor } = clause;
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
        <Answer name="Freshness" said={freshnessOf(clause, now)} />
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
      {clause.target === null ? null : <Attested attested={attested} />}
    </section>
  );
}

const Answer = ({ name, said }: { name: string; said: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{said}</dd>
  </div>
);

function freshnessOf({ freshness }: ReportClause, now: number): string {
  if (!freshness) return "Judged at every request";
  const window = sayDuration(1000 * freshness.windowSeconds);
  if (freshness.observedAt === null) return `Missing; window ${window}`;
  const age = sayDuration(Math.max(0, now - Date.parse(freshness.observedAt)));
  return `${WORD_OF[freshness.state] ?? freshness.state}: tested ${age} ago, window ${window}`;
}
const WORD_OF: Record<string, string> = { fresh: "Fresh", expiring: "Expiring", stale: "Stale", missing: "Missing" };

function Attested({ attested }: Pick<ReportClause, "attested">) {
  if (attested.length === 0) return <p className="note">Nobody has attested it in these ninety days.</p>;
  const said = attested.map(
    ({ source, checks, failed, records, lastObservedAt }) =>
      `${source}: ${checks.toLocaleString("en-GB")} checks in ${records} records, ${failed.toLocaleString("en-GB")} failed, last ${lastObservedAt.slice(0, 10)}`,
  );
  return <p className="note">Attested by {said.join("; ")}.</p>;
}

const HEIGHT: Record<DayWord, number> = { none: 2, met: 8, waived: 14, unproven: 14, stale: 14, breached: 14 };
const FILL: Record<DayWord, string> = {
  none: "var(--line)",
  met: "var(--met)",
  waived: "url(#waived)",
  unproven: "url(#dots)",
  stale: "url(#dots)",
  breached: "var(--block)",
};

/** Ninety days as bars: tall ones are days on which the promise did not simply hold. */
function Strip({ days }: { days: readonly DayWord[] }) {
  if (days.length === 0) return null;
  const said = sayStrip(days);
  return (
    <div className="days">
      <span>90 days</span>
      <svg viewBox={`0 0 ${days.length * 3} 14`} width={days.length * 3} height="14" role="img" aria-label={said}>
        {days.map((word, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place
          <rect key={i} x={i * 3} y={14 - HEIGHT[word]} width="2" height={HEIGHT[word]} fill={FILL[word]} />
        ))}
      </svg>
      <span>{said}</span>
    </div>
  );
}

/** What happened, each line with its number in the ledger. */
export function Events({ events, none }: { events: readonly ReportEvent[]; none: string }) {
  if (events.length === 0) return <p className="note">{none}</p>;
  return (
    <table>
      <tbody>
        {events.map(({ number, at, kind, says }) => (
          <tr key={`${number} ${at} ${kind}`}>
            <td className="when">{dateline(Date.parse(at))}</td>
            <td>{says}</td>
            <td className="n no">{number === null ? "not numbered yet" : `#${number.toLocaleString("en-GB")}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
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
