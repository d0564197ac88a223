"use client";
import { type ReactNode, useState } from "react";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { type Act, ActButton, ActForm, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Select } from "@/components/ui/select";

interface Comment {
  id: string;
  clause: string | null;
  says: string;
  by: { name: string };
  at: string;
  settledBy: { name: string } | null;
  outdated: boolean;
}

interface Talk {
  pact: string;
  hash: string;
  comments: readonly Comment[];
  may: boolean;
  acts: {
    comment: Act<[{ pact: string; hash: string; clause: string | null; says: string }], unknown>;
    settle: Act<[{ id: string }], unknown>;
  };
}

export interface CommentsProps extends Talk {
  /** The draft's clauses, in its order. */
  clauses: readonly { key: string; title: string }[];
}

const WHOLE = "";

/** What is said of a draft, clause by clause, while it is looked at. */
export function Comments({ clauses, ...talk }: CommentsProps) {
  const { comments, may, acts } = talk;
  const [clause, setClause] = useState(WHOLE);
  const open = comments.filter(({ settledBy }) => !settledBy);
  const options = [
    { value: WHOLE, label: "The whole pact" },
    ...clauses.map(({ key, title }) => ({ value: key, label: title })),
  ];
  const titleOf = (key: string | null) =>
    key === null ? "The whole pact" : (clauses.find((one) => one.key === key)?.title ?? key);
  if (!may && comments.length === 0) return null;
  return (
    <details className="no-print mb-6 border-b border-line pb-4 text-sm" open={open.length > 0}>
      <summary className="font-medium">{open.length === 0 ? "Comments" : plural(open.length, "open comment")}</summary>
      <ul className="mt-2" aria-label="Comments">
        {comments.map((one) => (
          <Said key={one.id} one={one} about={titleOf(one.clause)} may={may} settle={acts.settle} />
        ))}
      </ul>
      {may ? (
        <Say {...talk} clause={clause === WHOLE ? null : clause}>
          {(error) => (
            <Field label="About" error={error("clause")}>
              <Select options={options} value={clause} onValueChange={(next) => setClause(next ?? WHOLE)} />
            </Field>
          )}
        </Say>
      ) : null}
    </details>
  );
}

/** What is said of one clause, where it is compared. @param title of the clause */
export function ClauseComments({ title, clause, ...talk }: Talk & { title: string; clause: string | null }) {
  const own = talk.comments.filter((one) => one.clause === clause);
  if (!talk.may && own.length === 0) return null;
  return (
    <div className="no-print mt-2 text-sm">
      <ul aria-label={`Comments on ${title}`}>
        {own.map((one) => (
          <Said key={one.id} one={one} about={null} may={talk.may} settle={talk.acts.settle} />
        ))}
      </ul>
      {talk.may ? (
        <details>
          <summary className="label min-h-6">Comment on {title}</summary>
          <Say {...talk} clause={clause} />
        </details>
      ) : null}
    </div>
  );
}

interface SaidProps {
  one: Comment;
  about: string | null;
  may: boolean;
  settle: Talk["acts"]["settle"];
}

function Said({ one, about, may, settle }: SaidProps) {
  return (
    <li className="border-b border-line py-2">
      <p className="label">
        {about ? (
          <>
            <em>{about}</em>,{" "}
          </>
        ) : null}
        {one.by.name}, <When at={one.at} />
        {one.outdated ? ", of an earlier wording" : ""}
      </p>
      <p className={one.settledBy ? "mt-1 text-ink-3" : "mt-1"}>{one.says}</p>
      {one.settledBy ? (
        <p className="label mt-1">Settled by {one.settledBy.name}</p>
      ) : may ? (
        <Settle id={one.id} act={settle} />
      ) : null}
    </li>
  );
}

interface SayProps extends Talk {
  clause: string | null;
  /** Fields above the words. */
  children?: (error: (path: string) => string | undefined) => ReactNode;
}

function Say({ pact, hash, clause, acts, children }: SayProps) {
  const [round, setRound] = useState(0);
  return (
    <ActForm
      key={round}
      act={acts.comment}
      said="Comment recorded"
      after={() => setRound(round + 1)}
      fields={["says", "clause"]}
      input={(form) => ({ pact, hash, clause, says: asText(form.get("says")) ?? "" })}
      className="mt-3 flex flex-col gap-2"
    >
      {(error) => (
        <>
          {children?.(error)}
          <Field label="Comment" name="says" error={error("says")}>
            <Textarea name="says" rows={2} />
          </Field>
          <div>
            <ActButton size="small" variant="plain">
              Comment
            </ActButton>
          </div>
        </>
      )}
    </ActForm>
  );
}

function Settle({ id, act }: { id: string; act: Talk["acts"]["settle"] }) {
  const { run, pending, refusal } = useAct(act, { said: "Comment settled" });
  return (
    <>
      <Button size="small" variant="bare" className="mt-1" busy={pending} onClick={() => run({ id })}>
        Settle
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}
