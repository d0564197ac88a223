"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useShortcut } from "@/components/shell/shortcuts";
import { countLanes, type FreshnessItem, type FreshnessLanes, LANES } from "@/lib/domain/freshness-board";
import { idOf } from "./board";
import { boardOptions } from "./data";
import { freshnessSearch } from "./search";

type Address = ReturnType<typeof freshnessSearch.parse>;

/** The part of the board that the address asks for. */
function only(
  board: FreshnessLanes,
  { owner, agent }: Pick<Address, "owner" | "agent">,
  own: readonly string[],
): FreshnessLanes {
  const items = board.items.filter(
    (item) => (owner === "everyone" || own.includes(item.owner)) && (agent === undefined || item.agent === agent),
  );
  const whole = items.length === board.items.length;
  return { items, counts: countLanes(items), gated: whole ? board.gated : null };
}

/** The board as the address asks for it, which of it is looked at, and how to look elsewhere. @param own the reader's teams */
export function useBoard(own: readonly string[]) {
  const state = freshnessSearch.parse(useSearchParams());
  const { data, error } = useQuery(boardOptions());
  const address = (change: Partial<Address>) => `/freshness${freshnessSearch.query({ ...state, ...change })}`;
  // Only the address changes: the board itself is here already.
  const look = (change: Partial<Address>) => {
    const first = state.clause === undefined && change.clause !== undefined;
    window.history[first ? "pushState" : "replaceState"](null, "", address(change));
  };
  const shown = data && only(data, state, own);
  const rows = LANES.flatMap((lane) => shown?.items.filter((item) => item.lane === lane) ?? []);
  const found = rows.filter((item) => idOf(item) === state.clause);
  const selected = found.find(({ release }) => release === (state.release ?? null)) ?? found[0];
  const placeOf = (item: FreshnessItem): Partial<Address> => ({
    clause: idOf(item),
    release: item.release ?? undefined,
  });
  const go = (item: FreshnessItem | undefined) => item && look({ ...placeOf(item), submit: false });
  useShortcut("j", "First row", () => go(rows[0]), !selected && rows.length > 0);
  const at = selected ? rows.indexOf(selected) : -1;
  return {
    state,
    error: data ? null : error,
    /** Whether there is anything at all, whatever the address asks for. */
    any: data === undefined || data.items.length > 0,
    shown,
    rows,
    selected,
    next: rows[at + 1],
    previous: rows[at - 1],
    address,
    look,
    placeOf,
    go,
  };
}

export type BoardView = ReturnType<typeof useBoard>;
