"use client";
import { useState } from "react";
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

export interface CommentsProps {
  pact: string;
  hash: string;
  comments: readonly Comment[];
  /** The draft's clauses, in its order. */
  clauses: readonly { key: string; title: string }[];
  may: boolean;
  acts: {
    comment: Act<[{ pact: string; hash: string; clause: string | null; says: string }], unknown>;
    settle: Act<[{ id: string }], unknown>;
  };
}

const WHOLE = "";

/** What is said of a draft, clause by clause, while it is looked at. */
export function Comments({ pact, hash, comments, clauses, may, acts }: CommentsProps) {
  const [clause, setClause] = useState(WHOLE);
  const [round, setRound] = useState(0);
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
          <li key={one.id} className="border-b border-line py-2">
            <p className="label">
              <em>{titleOf(one.clause)}</em>, {one.by.name}, <When at={one.at} />
              {one.outdated ? ", of an earlier wording" : ""}
            </p>
            <p className={one.settledBy ? "mt-1 text-ink-3" : "mt-1"}>{one.says}</p>
            {one.settledBy ? (
              <p className="label mt-1">Settled by {one.settledBy.name}</p>
            ) : may ? (
              <Settle id={one.id} act={acts.settle} />
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <ActForm
          key={round}
          act={acts.comment}
          said="Comment recorded"
          after={() => setRound(round + 1)}
          fields={["says", "clause"]}
          input={(form) => ({
            pact,
            hash,
            clause: clause === WHOLE ? null : clause,
            says: asText(form.get("says")) ?? "",
          })}
          className="mt-3 flex flex-col gap-2"
        >
          {(error) => (
            <>
              <Field label="About" error={error("clause")}>
                <Select options={options} value={clause} onValueChange={(next) => setClause(next ?? WHOLE)} />
              </Field>
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
      ) : null}
    </details>
  );
}

function Settle({ id, act }: { id: string; act: CommentsProps["acts"]["settle"] }) {
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
