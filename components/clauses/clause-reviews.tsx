"use client";
import { useState } from "react";
import { Mark } from "@/components/trust/mark";
import { ClauseName } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { duration, plural } from "@/components/trust/words";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { Table, Td, Th } from "@/components/ui/table";

export interface ReviewedClause {
  pact: string;
  title: string;
  hash: string;
  clause: string;
  clauseTitle: string;
  owner: string;
  recertify: string;
  dueAt: string;
  since: string;
  state: "current" | "due_soon" | "overdue";
  by: string | null;
  mine: boolean;
}

export interface ClauseReviewsProps {
  clauses: readonly ReviewedClause[];
  teams: Readonly<Record<string, string>>;
  mayWrite: boolean;
  recertify: Act<[{ pact: string; clause: string; hash: string }], unknown>;
  giveOwner: Act<
    [{ clauses: { pact: string; clause: string }[]; owner: string }],
    { pact: string; version: number | null; refused: string | null }[]
  >;
}

const nameOf = ({ pact, clause }: ReviewedClause) => `${pact}/${clause}`;

/** Clauses in force by when their review is due; whoever owns one says that it is still right, and many get a new owner at once. */
export function ClauseReviews({ clauses, teams, mayWrite, recertify, giveOwner }: ClauseReviewsProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (name: string, on: boolean) =>
    setChosen(on ? [...chosen, name] : chosen.filter((other) => other !== name));
  return (
    <>
      {mayWrite ? (
        <Checkbox
          label={`Choose all ${plural(clauses.length, "clause")}`}
          checked={chosen.length === clauses.length}
          onCheckedChange={(on) => setChosen(on ? clauses.map(nameOf) : [])}
        />
      ) : null}
      <Table caption="Clauses by when their review is due" stack>
        <thead>
          <tr>
            <Th>Clause</Th>
            <Th>Owner</Th>
            <Th>Last said to be right</Th>
            <Th>Due</Th>
            <Th unseen>What you can say</Th>
          </tr>
        </thead>
        <tbody>
          {clauses.map((one) => (
            <tr key={nameOf(one)}>
              <Th scope="row">
                <span className="flex items-start gap-2">
                  {mayWrite ? (
                    <Checkbox
                      label={<span className="sr-only">Choose {one.clauseTitle}</span>}
                      checked={chosen.includes(nameOf(one))}
                      onCheckedChange={(on) => toggle(nameOf(one), on)}
                    />
                  ) : null}
                  <span>
                    <ClauseName href={`/pacts/${one.pact}#${one.clause}`}>{one.clauseTitle}</ClauseName>
                    <span className="label block font-normal">{one.title}</span>
                  </span>
                </span>
              </Th>
              <Td label="Owner">{teams[one.owner] ?? one.owner}</Td>
              <Td label="Last said to be right">
                <When at={one.since} form="date" />
                <span className="label block">{one.by ? `by ${one.by}` : "when it went live"}</span>
              </Td>
              <Td label="Due">
                <Due clause={one} />
              </Td>
              <Td>{one.mine ? <StillRight clause={one} act={recertify} /> : null}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {chosen.length > 0 ? (
        <GiveOwner
          clauses={clauses.filter((one) => chosen.includes(nameOf(one)))}
          teams={teams}
          act={giveOwner}
          done={() => setChosen([])}
        />
      ) : null}
    </>
  );
}

function Due({ clause: { state, dueAt, recertify } }: { clause: ReviewedClause }) {
  return (
    <>
      {state === "overdue" ? <Mark tone="stale">Overdue</Mark> : null}
      {state === "due_soon" ? <Mark tone="todo">Due soon</Mark> : null} <When at={dueAt} />
      <span className="label block">every {duration(recertify)}</span>
    </>
  );
}

function StillRight({ clause, act }: { clause: ReviewedClause; act: ClauseReviewsProps["recertify"] }) {
  const { run, pending, refusal } = useAct(act, { said: `${clause.clauseTitle}: still true, unchanged` });
  const { pact, clause: key, hash } = clause;
  return (
    <>
      <Button
        size="small"
        busy={pending}
        aria-label={`${clause.clauseTitle}: still true, unchanged`}
        onClick={() => run({ pact, clause: key, hash })}
      >
        {pending ? "Recording…" : "Still true, unchanged"}
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}

interface GiveOwnerProps {
  clauses: readonly ReviewedClause[];
  teams: ClauseReviewsProps["teams"];
  act: ClauseReviewsProps["giveOwner"];
  done: () => void;
}

/** The bar of what was chosen: one draft a pact, each with its own result. */
function GiveOwner({ clauses, teams, act, done }: GiveOwnerProps) {
  const options = Object.entries(teams).map(([value, label]) => ({ value, label }));
  const [owner, setOwner] = useState(options[0]?.value ?? "");
  const pacts = new Set(clauses.map(({ pact }) => pact)).size;
  const { run, pending, refusal } = useAct(act, {
    said: (results) => {
      const refused = results.filter((one) => one.refused !== null);
      const saved = `${plural(results.length - refused.length, "draft")} saved`;
      return refused.length > 0 ? `${saved}; ${refused.map((one) => `${one.pact}: ${one.refused}`).join(" ")}` : saved;
    },
    after: done,
  });
  return (
    <section
      aria-label="Chosen clauses"
      className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-3 border-t border-ink bg-surface px-4 py-3 text-sm"
    >
      <span className="font-medium">{plural(clauses.length, "clause")} chosen</span>
      <Select label="New owner" options={options} value={owner} onValueChange={(value) => setOwner(value ?? owner)} />
      <Button
        variant="primary"
        busy={pending}
        onClick={() => run({ clauses: clauses.map(({ pact, clause }) => ({ pact, clause })), owner })}
      >
        {pending ? "Recording…" : `Draft the new owner in ${plural(pacts, "pact")}`}
      </Button>
      <Button variant="bare" onClick={done}>
        Cancel
      </Button>
      <Refused refusal={refusal} />
    </section>
  );
}
