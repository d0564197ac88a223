import { dateline, type Report, type ReportQuestion } from "@/lib/domain/report";
import { type Links, to } from "./check";
import { Field, typedInto } from "./form-parts";

/** Questions that the page shows whole; report.json has all. */
const MOST = 10;

/** What was asked through this link with its answers, and a form to ask more. */
export function Questions({ report, links }: { report: Report; links: Links }) {
  const { questions, organisation } = report;
  const { address, refused } = links;
  const more = questions.length - MOST;
  return (
    <>
      <h2 id="questions">
        Questions and answers<span>asked through this link, answered by people, both in the ledger</span>
      </h2>
      {questions.length === 0 ? <p className="note">Nothing was asked through this link.</p> : null}
      {questions.slice(0, MOST).map((one) => (
        <Asked key={`${one.at} ${one.question}`} asked={one} />
      ))}
      {more > 0 ? <p className="note">{more.toLocaleString("en-GB")} earlier ones stand in report.json.</p> : null}
      {address === null ? null : (
        <details className="ask" id="question" open={typedInto(refused, "question") !== null}>
          <summary>Ask {organisation} a question</summary>
          <form method="post" action={to(links, "/questions")}>
            <p className="note">
              Your name, question and its answer stand here for everybody who has this link, and in the ledger.
            </p>
            <div className="row">
              <Field
                form="question"
                name="name"
                label="Your name"
                complete="name"
                refused={typedInto(refused, "question")}
              />
            </div>
            <Field
              form="question"
              name="question"
              label="Your question"
              rows={3}
              most={1000}
              refused={typedInto(refused, "question")}
            />
            <button type="submit">Ask</button>
          </form>
        </details>
      )}
    </>
  );
}

const numbered = (number: number | null) =>
  number === null ? "not numbered yet" : `#${number.toLocaleString("en-GB")}`;

function Asked({ asked: { name, question, at, number, answer } }: { asked: ReportQuestion }) {
  return (
    <article className="asking">
      <p className="note">
        {name}, {dateline(Date.parse(at))} <span className="no">{numbered(number)}</span>
      </p>
      <p className="words">{question}</p>
      {answer ? (
        <div className="reply">
          <p className="note">
            {answer.by ?? "A name left out by the author"}, {dateline(Date.parse(answer.at))}{" "}
            <span className="no">{numbered(answer.number)}</span>
          </p>
          <p className="words">{answer.says}</p>
        </div>
      ) : (
        <p className="note">Not answered yet.</p>
      )}
    </article>
  );
}
