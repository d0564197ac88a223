import { dateline, type Report } from "@/lib/domain/report";
import { answersOf, QUESTIONS } from "@/lib/domain/report-answers";
import { type Links, to } from "./check";
import { pageOf } from "./frame";
import { SideMast } from "./side-mast";

/** The answer sheet as a page: of each promise the questions that buyers ask, answered. */
export function answersPage(report: Report, links: Pick<Links, "address" | "pact" | "mark">): Promise<string> {
  return pageOf(
    `Answers: ${report.agent.slug} for ${report.audience}`,
    <main className="doc">
      <SideMast report={report} links={links} of="answers" />
      <p className="cover">{report.cover}</p>
      <p className="note">
        As <a href={to(links, "/answers.md")}>Markdown</a> or <a href={to(links, "/answers.csv")}>CSV</a>, to take into
        a questionnaire of your own.
      </p>
      {answersOf(report).map(({ key, title, standing, controls, ...answers }) => (
        <section key={key} aria-labelledby={`answer-${key}`} className="answer">
          <h2 id={`answer-${key}`}>
            {title}
            <span>{standing}</span>
          </h2>
          <dl className="asked">
            {Object.entries(QUESTIONS).map(([name, question]) => (
              <div key={name}>
                <dt>{question}</dt>
                <dd>{answers[name as keyof typeof QUESTIONS]}</dd>
              </div>
            ))}
            {controls.length > 0 ? (
              <div>
                <dt>Controls, as the author gives them</dt>
                <dd>{controls.join("; ")}</dd>
              </div>
            ) : null}
          </dl>
        </section>
      ))}
      <div className="foot">
        <span>
          As of {dateline(Date.parse(report.at))}.{" "}
          {report.redacted.length > 0 ? `Left out by the author: ${report.redacted.join("; ")}.` : ""}
        </span>
        <span className="mono">
          {report.report}, version {report.pact.version}, {report.pact.hash}
        </span>
      </div>
    </main>,
  );
}
