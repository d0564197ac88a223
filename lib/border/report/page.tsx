import { dateline, PREVIEW, type Report, type ReportCounts, type ReportEvent } from "@/lib/domain/report";
import { Check, type Links, to } from "./check";
import { FORM_STYLE } from "./contract-style";
import { Countersigned } from "./countersigned";
import { Drilled } from "./drills";
import { Facts, Governed } from "./facts";
import { FormSaid } from "./form-parts";
import { pageOf } from "./frame";
import { ReadBy, Watermark } from "./mark";
import { Events, Patterns, Promised, Strip } from "./parts";
import { Questions } from "./questions";
import { Subscribe } from "./subscribe";

const many = (n: number, one: string) => `${n.toLocaleString("en-GB")} ${one}${n === 1 ? "" : "s"}`;

/** How requests were answered, and what ran beside the pact: said whatever is left out. */
function countsOf({
  allow,
  degrade,
  review,
  block,
  exceptions,
  overrideUses,
  observed,
  observedGoverned,
}: ReportCounts) {
  const number = (n: number) => n.toLocaleString("en-GB");
  const total = allow + degrade + review + block;
  const outside = Object.values(exceptions).reduce((sum, n) => sum + n, 0);
  const decided =
    total === 0
      ? "No request was decided in the last 90 days."
      : `${many(total, "request")} decided in the last 90 days: ${number(allow)} allowed, ${number(degrade)} limited, ${number(review)} held for a person, ${number(block)} blocked.`;
  const beside =
    outside === 0 ? "Nothing is known to have run outside the pact." : `${many(outside, "exception")} from the pact.`;
  const watched =
    observed === 0
      ? "Nobody observed the agent independently."
      : `Independent observers saw ${many(observed, "action")}, of which ${number(observedGoverned)} had been decided under a pact.`;
  return `${decided} ${beside} ${many(overrideUses, "use")} of overrides. ${watched}`;
}

/** The trust report as a document, complete without a script. */
export function reportPage(report: Report, links: Links): Promise<string> {
  const { organisation, audience, agent, pact, clauses, metrics, drifts, drills } = report;
  const now = Date.parse(report.at);
  const title = `Trust report: ${agent.slug} for ${audience}`;
  return pageOf(
    title,
    <>
      <Patterns />
      <Watermark mark={links.mark} />
      <main className="doc">
        <div className="mast">
          <b>Surety</b>
          <p>
            Issued by {organisation} for {audience}
            <br />
            Shared until {dateline(Date.parse(report.sharedUntil))}
            <br />
            <ReadBy mark={links.mark} />
          </p>
        </div>
        {report.report === PREVIEW ? (
          <p className="demo">PREVIEW: what {audience} would read now; nothing is shared by it</p>
        ) : null}
        {report.demonstration ? (
          <p className="demo">DEMONSTRATION: the organisation and its figures are made up</p>
        ) : null}
        <FormSaid done={links.done} refused={links.refused} />
        <p className="kind">Trust report</p>
        <h1>
          {agent.slug}, in {pact.title}
        </h1>
        <Pacts report={report} links={links} />
        <p className="cover">{report.cover}</p>
        <p className="lede">{countsOf(report.counts)}</p>
        <Facts report={report} />
        <Strip of="Authority, 90 days" days={report.authority.days} />
        <Since report={report} links={links} />
        <Countersigned report={report} address={links.address} />
        <h2>
          What is promised<span>tall marks are days on which a promise did not simply hold</span>
        </h2>
        {clauses.map((clause, i) => (
          <Promised key={clause.key} clause={clause} number={i + 1} now={now} />
        ))}
        <h2>
          Downgrades<span>drift, failures, stale evidence, incidents, grants; none left out</span>
        </h2>
        <Events
          events={report.downgrades}
          all={report.happened.downgrades}
          none="Nothing that was proven or granted was lost in these ninety days."
        />
        <h2>
          Overrides and exceptions<span>none left out</span>
        </h2>
        <Events
          events={report.exceptions}
          all={report.happened.exceptions}
          none="There were neither overrides nor exceptions in these ninety days."
        />
        <h2>
          Versions<span>what was put in force</span>
        </h2>
        <Events
          events={report.versions}
          all={report.happened.versions}
          none="No version was put in force in these ninety days."
        />
        <h2>From verified drift to enforced control</h2>
        {drifts.length === 0 ? <p className="note">No drift was verified in these ninety days.</p> : null}
        <ul>
          {drifts.map(({ clause, verifiedAt, says }) => (
            <li key={`${clause} ${verifiedAt}`} className="note">
              {clauses.find(({ key }) => key === clause)?.title ?? clause}, verified {dateline(Date.parse(verifiedAt))}:{" "}
              {says}
            </li>
          ))}
        </ul>
        <Governed metrics={metrics} />
        <Drilled drills={drills} clauses={clauses} />
        <Questions report={report} links={links} />
        <Subscribe report={report} links={links} />
        <Check report={report} links={links} />
        <div className="foot">
          <span>
            As of {dateline(now)}; counts, metrics and drills as of {report.window.to.slice(11, 16)} UTC.{" "}
            {report.redacted.length > 0
              ? `Left out by the author: ${report.redacted.join("; ")}.`
              : "Nothing was left out by the author."}
          </span>
          <span className="mono">{report.report}</span>
        </div>
      </main>
    </>,
    undefined,
    FORM_STYLE,
  );
}

/** The pacts of a link that opens several, each in its sentence. */
function Pacts({ report: { pacts, pact }, links }: { report: Report; links: Links }) {
  if (pacts.length < 2) return null;
  const { address } = links;
  return (
    <nav aria-label="Pacts of this report" className="pacts">
      <table>
        <caption className="note">
          This report has {pacts.length} pacts. Below stands {pact.title}.
        </caption>
        <tbody>
          {pacts.map(({ slug, title, agent, cover }) => (
            <tr key={slug}>
              <th scope="row">
                {slug === pact.slug || address === null ? title : <a href={to({ address, pact: slug }, "")}>{title}</a>}
                <br />
                {agent}
              </th>
              <td>{cover}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </nav>
  );
}

function Since({ report, links: { lastVisit } }: { report: Report; links: Links }) {
  if (!lastVisit) return null;
  const answered = report.questions.flatMap(({ name, answer }): ReportEvent[] =>
    answer
      ? [
          {
            number: answer.number,
            at: answer.at,
            kind: "report.answered",
            by: answer.by,
            says: `answered what ${name} asked`,
          },
        ]
      : [],
  );
  const fresh = [...report.downgrades, ...report.exceptions, ...report.versions, ...answered]
    .filter(({ at }) => Date.parse(at) > lastVisit.at)
    .sort((a, b) => b.at.localeCompare(a.at));
  return (
    <>
      <h2>
        Since your last visit, {dateline(lastVisit.at)}
        <span>{many(fresh.length, "change")}</span>
      </h2>
      <Events events={fresh} all={fresh.length} none="Nothing of this has changed since." />
    </>
  );
}
