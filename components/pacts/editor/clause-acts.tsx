"use client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { coversPattern } from "@/lib/domain/action";
import type { PactInput } from "@/lib/domain/pact";
import type { WrittenClause } from "@/lib/domain/written";
import { moved, newClause } from "./use-editing";

interface ActsInput {
  written: PactInput;
  put: (next: PactInput, mark: string) => void;
  at: number | null;
  select: (at: number | null, focus?: boolean) => void;
  teams: readonly string[];
}

/** What is done with a clause as a whole. */
export function useClauseActs({ written, put, at, select, teams }: ActsInput) {
  const clauses = written.clauses ?? [];
  const list = (next: readonly WrittenClause[]) =>
    put({ ...written, clauses: [...next] }, `clauses ${next.length} ${at}`);
  const add = (action?: string) => {
    const scope = written.scope?.actions ?? [];
    const wider = action && !scope.some((pattern) => coversPattern(pattern, action)) ? [...scope, action] : scope;
    const next = [...clauses, newClause(clauses, clauses.at(-1)?.owner ?? teams[0], action)];
    put({ ...written, scope: { ...written.scope, actions: wider }, clauses: next }, `clauses ${next.length} ${at}`);
    // Once it is drawn.
    requestAnimationFrame(() => select(clauses.length, true));
  };
  const move = (by: 1 | -1) => {
    if (at === null) return;
    const next = moved(clauses, at, by);
    if (next === clauses) return;
    list(next);
    select(at + by);
  };
  const duplicate = () => {
    const clause = at === null ? undefined : clauses[at];
    if (!clause || at === null) return;
    const key = newClause(clauses, undefined).key.replace("new-clause", `${clause.key}-copy`);
    list([...clauses.slice(0, at + 1), { ...clause, key, title: `${clause.title} (copy)` }, ...clauses.slice(at + 1)]);
    requestAnimationFrame(() => select(at + 1));
  };
  const remove = () => {
    if (at === null) return;
    list(clauses.filter((_, index) => index !== at));
    select(clauses.length === 1 ? null : Math.max(0, at - 1));
    toast({ title: "Clause taken away; Ctrl Z brings it back" });
  };
  return { add, move, duplicate, remove };
}

/** What one can do with the clause in hand. */
export function ClauseButtons({ acts }: { acts: ReturnType<typeof useClauseActs> }) {
  return (
    <>
      <Button size="small" shortcut="Alt ↑" onClick={() => acts.move(-1)}>
        Move up
      </Button>
      <Button size="small" shortcut="Alt ↓" onClick={() => acts.move(1)}>
        Move down
      </Button>
      <Button size="small" onClick={acts.duplicate}>
        Duplicate
      </Button>
      <Button size="small" variant="bare" onClick={acts.remove}>
        Take this clause away
      </Button>
    </>
  );
}
