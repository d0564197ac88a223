import { dateline, type Report } from "@/lib/domain/report";
import { type Comparison, type ThenAndNow, tellTurns, turned } from "@/lib/domain/report-compare";
import { joined } from "@/lib/domain/text";
import { type Links, to } from "./check";
import { pageOf } from "./frame";
import { Events, Patterns } from "./parts";
import { SideMast } from "./side-mast";

const TURN = { better: "▲ better", worse: "▼ worse", same: "unchanged" } as const;
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function turnOf(clause: ThenAndNow): string {
  const turn = turned(clause);
  const words = clause.reworded ? ", other words" : "";
  if (turn !== null) return TURN[turn] + words;
  if (clause.is === null) return "no longer promised";
  return clause.was === null ? "not promised then" : `not in force then${words}`;
}

/** How far back a reader is offered to look, in days. */
const OFFERED = [7, 30, 90, 180, 365];

interface Given {
  report: Report;
  /** null: an earlier day is yet to be chosen. */
  comparison: Comparison | null;
  links: Pick<Links, "address" | "pact" | "mark">;
  /** What is wrong with the day asked for. */
  problem?: string;
}

/** A report against an earlier day, without a script: the day is chosen by a form. */
export function comparePage({ report, comparison, links, problem }: Given): Promise<string> {
  const now = Date.parse(report.at);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return pageOf(
    `Then and now: ${report.agent.slug} for ${report.audience}`,
    <>
      <Patterns />
      <main className="doc">
        <SideMast report={report} links={links} of="then and now" />
        <form method="get" action={`${links.address}/compare`}>
          {links.pact === null ? null : <input type="hidden" name="pact" value={links.pact} />}
          <div>
            <label htmlFor="day">Earlier day (UTC)</label>
            <input
              id="day"
              name="day"
              type="date"
              required
              max={day(now)}
              defaultValue={day(comparison ? Date.parse(comparison.earlier.at) : now - 30 * 86_400_000)}
            />
          </div>
          <button type="submit">Compare</button>
        </form>
        <p className="note">
          {OFFERED.map((days, i) => (
            <span key={days}>
              {i > 0 ? " · " : null}
              <a href={`${to(links, "/compare")}${links.pact === null ? "?" : "&"}day=${day(now - days * 86_400_000)}`}>
                {days} days ago
              </a>
            </span>
          ))}
        </p>
        {problem ? (
          <p className="lede" role="alert">
            {problem}
          </p>
        ) : null}
        {comparison ? <Compared comparison={comparison} report={report} /> : null}
        <div className="foot">
          <span>
            Rebuilt from evidence, latches, incidents, overrides, grants and versions, each as it was observed. As of{" "}
            {dateline(now)}.
          </span>
          <span className="mono">{report.report}</span>
        </div>
      </main>
    </>,
  );
}

function Compared({ comparison, report }: { comparison: Comparison; report: Report }) {
  const { earlier, now, clauses, events, happened } = comparison;
  const { better, worse, other } = tellTurns(clauses);
  const then = dateline(Date.parse(earlier.at));
  const are = (n: number, what: string) => (n > 0 ? [`${n} ${n === 1 ? "is" : "are"} ${what}`] : []);
  const same = clauses.length - better - worse - other;
  const kept = same > 0 ? [`${same} ${same === 1 ? "is as it was" : "are as they were"}`] : [];
  const none = other > 0 ? [`${other} cannot be compared`] : [];
  const moved = joined([...are(worse, "worse"), ...are(better, "better"), ...kept, ...none]);
  return (
    <>
      <p className="cover">
        {earlier.version === null
          ? `On ${then} no version of this pact was in force.`
          : better + worse + other === 0
            ? `Every promise holds as it did on ${then}.`
            : `Against ${then}, of ${clauses.length} promises ${moved}.`}
      </p>
      <div className="wide-table">
        <table>
          <thead>
            <tr>
              <th>Promise</th>
              <th>{then}</th>
              <th>{dateline(Date.parse(now.at))}</th>
              <th>Turn</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Authority</th>
              <td>{earlier.authority ?? "no pact in force"}</td>
              <td>{now.authority}</td>
              <td>{earlier.authority === null || earlier.authority === now.authority ? "" : "changed"}</td>
            </tr>
            <tr>
              <th scope="row">Version</th>
              <td>{earlier.version ?? "none"}</td>
              <td>{now.version}</td>
              <td>{earlier.hash === now.hash ? "the same words" : "other words"}</td>
            </tr>
            {clauses.map((clause) => (
              <tr key={clause.key}>
                <th scope="row">{clause.title}</th>
                <td>{clause.was === null || clause.was === "none" ? "not in force" : upperFirst(clause.was)}</td>
                <td>{clause.is === null ? "not promised" : upperFirst(clause.is)}</td>
                <td>{turnOf(clause)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>
        What happened in between<span>from {then}; none left out</span>
      </h2>
      <Events
        events={events}
        all={happened}
        none={`Authority was not lowered, and nothing was overridden, between then and now in ${report.pact.title}.`}
      />
    </>
  );
}
