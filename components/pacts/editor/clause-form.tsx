"use client";
import { memo, type ReactNode, useCallback, useMemo, useRef } from "react";
import { Field, Textarea } from "@/components/ui/field";
import { type PactDocument, SEVERITIES } from "@/lib/domain/pact";
import { answered, type JudgedClause } from "@/lib/domain/pact-judge";
import type { WrittenClause } from "@/lib/domain/written";
import { ConditionField } from "./condition-field";
import { Consequences } from "./consequences";
import { EvidencePart, SignalsPart } from "./evidence-part";
import { Choice, DurationInput, ListInput, TextInput } from "./fields";
import type { EvidenceFieldsProps, ProblemOf, SetPart } from "./form-types";
import type { KnownFact } from "./known-facts";
import { AnswerMarks, sayAnswered } from "./marks";
import { NewestTest, type Tested } from "./newest-test";
import { OwnerPart } from "./owner-part";
import { Part } from "./part";

export interface ClauseFormProps {
  clause: WrittenClause;
  number: number;
  of: number;
  judged: JudgedClause;
  /** The pact around it, as it last read. */
  document: PactDocument | null;
  /** Names of teams by slug. */
  teams: Readonly<Record<string, string>>;
  facts: readonly KnownFact[];
  tested: Tested;
  set: SetPart;
  /** Buttons for the clause as a whole. */
  actions: ReactNode;
}

/** The clause as its five questions: what is promised, what proves it, how fresh, who owns it, what happens otherwise. */
export function ClauseForm(props: ClauseFormProps) {
  const { clause, number, of, judged, document, facts, set, actions } = props;
  const answers = answered(clause, judged);
  const found = useMemo(() => [...judged.errors, ...judged.holes], [judged]);
  const problem: ProblemOf = useCallback((path) => found.find((one) => one.path === path)?.message, [found]);
  const settled = useBesideWords(clause);
  const whole = problem("");
  return (
    <form className="ed-form" aria-label={`Clause ${number}`} onSubmit={(event) => event.preventDefault()}>
      <div className="mb-3 flex items-center justify-between gap-3">
        <span className="label">
          Clause {number} of {of}
        </span>
        <span className="label flex items-center gap-2">
          <AnswerMarks answers={answers} /> {sayAnswered(answers)}
        </span>
      </div>
      <Part question="What is promised?" on={answers.obligation} aside={clause.severity} first>
        <Promised clause={clause} facts={facts} set={set} problem={problem} />
      </Part>
      <Part question="How is it tested?" on={answers.evidence}>
        <EvidenceQuestion clause={settled} set={set} problem={problem} />
        {whole ? <p className="mt-2 text-xs font-medium text-block">{whole}</p> : null}
        <Signals clause={settled} set={set} problem={problem} />
      </Part>
      <Part question="How long does a test count?" on={answers.freshness}>
        <div className="ed-grid">
          <Freshness clause={settled} set={set} problem={problem} />
          <NewestTest clause={judged.clause} document={document} tested={props.tested} />
        </div>
      </Part>
      <Part question="Who answers for it?" on={answers.owner}>
        <OwnerPart clause={settled} teams={props.teams} set={set} problem={problem} />
      </Part>
      <Part question="What happens otherwise?" on={answers.consequence} aside={sayOpen(judged)}>
        <Otherwise clause={settled} document={document} facts={facts} set={set} holes={found} />
        <Choice
          className="mt-3"
          label="What failures and drift latched is lifted by"
          value={clause.restore ?? (clause.severity === "critical" ? "signoff" : "auto")}
          options={[
            { value: "signoff", label: "evidence, and a person’s word" },
            { value: "auto", label: "evidence alone" },
          ]}
          onValue={(restore) => set(["restore"], restore)}
        />
      </Part>
      <Remarks judged={judged} />
      <div className="mt-5 flex flex-wrap gap-2 border-t border-line pt-4">{actions}</div>
    </form>
  );
}

/** The parts that no word of the obligation bears on are not drawn anew for it: typing is felt by each of them. */
const EvidenceQuestion = memo(EvidencePart);
const Signals = memo(SignalsPart);
const Otherwise = memo(Consequences);
const ConditionOf = memo(ConditionField);

const WORDS = new Set(["title", "obligation"]);

/** The clause as it was before its title and obligation were typed on: the same object as long as all else is the same. */
function useBesideWords(clause: WrittenClause): WrittenClause {
  const kept = useRef(clause);
  const names = new Set([...Object.keys(kept.current), ...Object.keys(clause)]);
  const at = (one: WrittenClause, name: string) => (one as unknown as Record<string, unknown>)[name];
  if ([...names].some((name) => !WORDS.has(name) && at(kept.current, name) !== at(clause, name))) kept.current = clause;
  return kept.current;
}

const sayOpen = ({ holes }: JudgedClause) => {
  const open = holes.filter(({ path }) => path.startsWith("on."));
  return open.length === 0 ? undefined : `${open.length} still open`;
};

type PartOf = Pick<ClauseFormProps, "clause" | "facts" | "set"> & { problem: ProblemOf };

function Promised({ clause, facts, set, problem }: PartOf) {
  const setWhen = useCallback((when: string | undefined) => set(["when"], when), [set]);
  const setRequire = useCallback((require: string | undefined) => set(["require"], require), [set]);
  return (
    <div className="ed-grid">
      <TextInput
        label="Title"
        value={clause.title}
        onValue={(title) => set(["title"], title ?? "")}
        error={problem("title")}
        className="ed-wide"
      />
      <Field label="Obligation" error={problem("obligation")} className="ed-wide">
        <Textarea
          serif
          rows={3}
          id="obligation"
          value={clause.obligation ?? ""}
          onValueChange={(next) => set(["obligation"], next)}
        />
      </Field>
      <Choice
        label="Severity"
        value={clause.severity}
        options={SEVERITIES.map((value) => ({ value, label: value }))}
        onValue={(severity) => set(["severity"], severity)}
        error={problem("severity")}
      />
      <TextInput
        label="Key"
        mono
        value={clause.key}
        onValue={(key) => set(["key"], key ?? "")}
        error={problem("key")}
        help="Its name in decisions and evidence."
      />
      <ListInput
        label="Actions"
        className="ed-wide"
        placeholder="all of the pact’s scope"
        value={clause.actions}
        onValue={(actions) => set(["actions"], actions?.length ? actions : undefined)}
        error={problem("actions")}
      />
      <div className="ed-wide">
        <ConditionOf
          key={`when ${clause.key}`}
          label="Only when"
          help="Whom the clause concerns; empty: every request of its actions."
          value={clause.when}
          onValue={setWhen}
          facts={facts}
          error={problem("when")}
        />
      </div>
      <div className="ed-wide">
        <ConditionOf
          key={`require ${clause.key}`}
          label="The request must satisfy"
          help="Checked at each request: what does not satisfy it is a violation."
          value={clause.require}
          onValue={setRequire}
          facts={facts}
          error={problem("require")}
        />
      </div>
    </div>
  );
}

const Freshness = memo(function Freshness({ clause, set, problem }: EvidenceFieldsProps) {
  if (!clause.evidence) {
    return (
      <p className="label">
        {clause.require === undefined ? "Nothing is tested yet." : "Judged at each request, so nothing ages."}
      </p>
    );
  }
  return (
    <DurationInput
      label="Window"
      placeholder="7 d"
      value={clause.evidence.freshness}
      onValue={(freshness) => set(["evidence", "freshness"], freshness ?? "")}
      error={problem("evidence.freshness")}
      help="From this age on the newest passing test no longer counts."
    />
  );
});

function Remarks({ judged }: { judged: JudgedClause }) {
  if (judged.warnings.length === 0) return null;
  return (
    <section className="mt-4 text-xs" aria-label="Perhaps not meant">
      <p className="font-medium">Perhaps not meant</p>
      <ul>
        {judged.warnings.map(({ path, message }) => (
          <li key={`${path} ${message}`} className="border-b border-line py-1 wrap-anywhere text-ink-2">
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
