"use client";
import { When } from "@/components/trust/when";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";

interface Question {
  id: string;
  audience: string;
  name: string;
  recipient: string | null;
  question: string;
  at: string;
  answer: string | null;
  answeredBy: { name: string } | null;
  answeredAt: string | null;
}

type Answer = Act<[{ id: string; answer: string }], unknown>;

/** What readers asked behind their links: a person answers, once; the answer stands on the report. */
export function ReaderQuestions({ questions, act }: { questions: readonly Question[]; act?: Answer }) {
  return (
    <ul className="mt-4 flex flex-col gap-6">
      {questions.map((one) => (
        <li key={one.id} id={one.id} className="max-w-measure border-l-2 border-line-strong pl-4 text-sm">
          <p className="label">
            {one.name}
            {one.recipient ? `, ${one.recipient}` : null}, for {one.audience}, <When at={one.at} />
          </p>
          <p className="recital mt-1 wrap-anywhere whitespace-pre-line">{one.question}</p>
          {one.answer === null ? <Waiting asked={one} act={act} /> : <Answered asked={one} />}
        </li>
      ))}
    </ul>
  );
}

function Answered({ asked: { answer, answeredBy, answeredAt } }: { asked: Question }) {
  return (
    <div className="mt-3 border-t border-line pt-2">
      <p className="label">
        {answeredBy?.name}
        {answeredAt ? (
          <>
            , <When at={answeredAt} />
          </>
        ) : null}
      </p>
      <p className="mt-1 wrap-anywhere whitespace-pre-line">{answer}</p>
    </div>
  );
}

function Waiting({ asked: { id, name }, act }: { asked: Question; act?: Answer }) {
  if (!act) return <p className="mt-2 text-ink-2">Not answered yet.</p>;
  return (
    <ActForm
      act={act}
      said="Answered on the record"
      fields={["answer"]}
      className="mt-3 flex flex-col gap-3"
      input={(form) => ({ id, answer: asText(form.get("answer")) ?? "" })}
    >
      {(error) => (
        <>
          <Field
            label={`Answer to ${name}`}
            name="answer"
            error={error("answer")}
            help="It stands on the report behind their link with your name, and in the ledger. It cannot be unsaid."
          >
            <Textarea name="answer" rows={3} />
          </Field>
          <div>
            <ActButton>Answer</ActButton>
          </div>
        </>
      )}
    </ActForm>
  );
}
