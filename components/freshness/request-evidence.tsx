"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useShortcut } from "@/components/shell/shortcuts";
import { plural } from "@/components/trust/words";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";

interface Wanted {
  pact: string;
  clause: string;
  release?: string;
}

export type RequestAct = Act<[{ clauses: Wanted[] }], { items: { waiting: boolean }[] }>;

type Clause = Pick<Wanted, "pact" | "clause"> & { release?: string | null };

function useRequest(act: RequestAct, clauses: readonly Clause[]) {
  const client = useQueryClient();
  const { run, pending, refusal } = useAct(act, {
    said: ({ items }) => {
      const told = items.filter(({ waiting }) => !waiting).length;
      return told === 0 ? "Asked already; it waits for an answer" : `Asked for evidence of ${plural(told, "clause")}`;
    },
    after: () => void client.invalidateQueries({ queryKey: ["freshness"] }),
  });
  const wanted = clauses.map(({ pact, clause, release }) => ({ pact, clause, release: release || undefined }));
  return { ask: () => run({ clauses: wanted }), pending, refusal };
}

interface RequestProps {
  act: RequestAct;
  clause: Clause;
  /** Of the clause, for who does not see what the button stands beside. */
  name: string;
  /** In a table, where the column says of what. */
  brief?: boolean;
}

/** Asks the owner of one clause for new evidence: its team is told, its webhook asked. */
export function RequestEvidence({ act, clause, name, brief = false }: RequestProps) {
  const { ask, pending, refusal } = useRequest(act, [clause]);
  return (
    <>
      <Button size="small" busy={pending} onClick={ask} aria-label={`Request evidence for ${name}`}>
        {brief ? "Request" : "Request evidence"}
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}

/** Asks the owners of all that is due and not asked for yet. */
export function RequestAllDue({ act, due }: { act: RequestAct; due: readonly Clause[] }) {
  const { ask, pending, refusal } = useRequest(act, due);
  useShortcut("r", "Request all due", ask, due.length > 0 && !pending);
  if (due.length === 0) return null;
  return (
    <>
      <Button shortcut="R" busy={pending} onClick={ask}>
        Request all due
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}
