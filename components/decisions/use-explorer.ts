"use client";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { type RefCallback, type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import { useNow } from "@/components/trust/now";
import type { ListedDecision } from "@/lib/domain/present";
import { type DecisionPage, decisionOptions, headOptions, listOptions } from "./data";
import { addressOf, type DecisionView, decisionSearch, viewOf } from "./search";

/** What the address says, and how to change it: filters by a page of the server, the peek by the address alone. */
export function useAddress() {
  const params = useSearchParams();
  const router = useRouter();
  const state = decisionSearch.parse(params);
  const view = viewOf(state);
  // The address is drawn a moment after it changed: keys pressed meanwhile must know what is open.
  const opened = useRef(state.d);
  useEffect(() => {
    opened.current = state.d;
  }, [state.d]);
  const open = (d: string | undefined) => {
    const href = addressOf(view, d);
    const walking = opened.current !== undefined && d !== undefined;
    opened.current = d;
    // Walking from one to the next is one step back in the history.
    if (walking) window.history.replaceState(null, "", href);
    else window.history.pushState(null, "", href);
  };
  const look = (next: DecisionView) => router.push(addressOf(next), { scroll: false });
  return { view, d: state.d, opened, open, look };
}

/** The list as it is shown, and what has come since. */
export function useDecisions(view: DecisionView) {
  const client = useQueryClient();
  const instant = useNow();
  const latest = useRef(instant);
  useEffect(() => {
    latest.current = instant;
  }, [instant]);
  const now = useCallback(() => latest.current, []);
  const options = listOptions(view, now);
  const list = useInfiniteQuery(options);
  const head = useQuery(headOptions(view, now));
  const shown = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const newest = shown[0]?.id ?? "";
  const came = list.isPlaceholderData ? [] : (head.data?.items ?? []).filter(({ id }) => (id ?? "") > newest);
  // A held decision that a person has settled changes where it stands.
  const fresh = new Map((head.data?.items ?? []).map((item) => [item.id, item]));
  const rows = shown.map((row) => fresh.get(row.id) ?? row);
  const show = () => {
    const first = head.data as DecisionPage;
    client.setQueryData(options.queryKey, { pages: [first], pageParams: [null] });
  };
  // An empty list has nothing that could jump under the hand: its first rows come by themselves.
  const first = list.isSuccess && rows.length === 0 && came.length > 0;
  useEffect(() => {
    if (first) show();
  });
  return { list, rows, came, show };
}

/** The decision that is looked at: the row of the list, or read by itself. */
export function useOpened(d: string | undefined, rows: readonly ListedDecision[]) {
  const row = rows.find(({ id }) => id === d);
  const { data, error } = useQuery({ ...decisionOptions(d ?? ""), enabled: d !== undefined && row === undefined });
  return { decision: d === undefined ? undefined : (row ?? data), error: row ? null : error };
}

/** Moving from row to row by keys: the focus goes along, and so does the peek. */
export function useWalk(
  rows: readonly ListedDecision[],
  opened: RefObject<string | undefined>,
  open: (d: string) => void,
) {
  const links = useRef(new Map<string, HTMLAnchorElement>());
  const rowRef = useCallback(
    (id: string): RefCallback<HTMLAnchorElement> =>
      (element) => {
        if (element) links.current.set(id, element);
        return () => void links.current.delete(id);
      },
    [],
  );
  const indexNow = () => {
    const active = rows.findIndex(({ id }) => links.current.get(id ?? "") === document.activeElement);
    return active >= 0 ? active : rows.findIndex(({ id }) => id === opened.current);
  };
  const move = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, indexNow() + by))];
    if (!next?.id) return;
    focus(next.id);
    if (opened.current !== undefined) open(next.id);
  };
  const focus = (id: string) => {
    const link = links.current.get(id);
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: "nearest" });
  };
  return { move, focus, focused: () => rows[indexNow()], rowRef };
}
