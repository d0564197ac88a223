import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { VerdictInput } from "@/components/chart/prepare";
import { fetchJson } from "@/components/shell/fetch-json";
import type { ListedDecision } from "@/lib/domain/present";
import { addressOf, apiQuery, type DecisionView } from "./search";

/** What the decisions screen reads, by the API where there is one; the page prefetches the first of each. */

export interface DecisionPage {
  items: ListedDecision[];
  nextCursor: string | null;
}

export interface FacetValue {
  value: string;
  count: number;
}

export interface Summary {
  from: string;
  to: string;
  /** The instant it was read at. */
  now: string;
  counts: VerdictInput["counts"];
  facets: Record<"verdict" | "trigger" | "clause" | "agent", FacetValue[]>;
  markers: { at: string; label: string }[];
}

/** Rows of one page. */
export const PAGE = 50;
const HEAD_EVERY = 4_000;
const SUMMARY_EVERY = 15_000;

const pageUrl = (view: DecisionView, now: number, cursor: string | null): string => {
  const query = apiQuery(view, now);
  query.set("limit", String(PAGE));
  if (cursor) query.set("cursor", cursor);
  return `/api/v1/decisions?${query}`;
};

/** The list as it was when it was opened: it grows at its end only. @param now gives the page's instant, ms */
export const listOptions = (view: DecisionView, now: () => number) =>
  infiniteQueryOptions({
    queryKey: ["decisions", "list", view],
    queryFn: ({ pageParam, signal }) => fetchJson<DecisionPage>(pageUrl(view, now(), pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // What came since waits behind a button, so the list itself is never read again on its own.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The newest rows, over and over while somebody looks. */
export const headOptions = (view: DecisionView, now: () => number) =>
  queryOptions({
    queryKey: ["decisions", "head", view],
    queryFn: ({ signal }) => fetchJson<DecisionPage>(pageUrl(view, now(), null), signal),
    refetchInterval: HEAD_EVERY,
    staleTime: HEAD_EVERY,
    enabled: view.to === undefined,
  });

export const summaryOptions = (view: DecisionView) =>
  queryOptions({
    queryKey: ["decisions", "summary", view],
    queryFn: ({ signal }) => fetchJson<Summary>(addressOf(view).replace("/decisions", "/decisions/summary"), signal),
    refetchInterval: SUMMARY_EVERY,
    staleTime: SUMMARY_EVERY,
    placeholderData: keepPreviousData,
  });

/** One decision, where the list does not hold it. */
export const decisionOptions = (id: string) =>
  queryOptions({
    queryKey: ["decisions", "one", id],
    queryFn: ({ signal }) => fetchJson<ListedDecision>(`/api/v1/decisions/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? HEAD_EVERY : false),
  });

/** Which ledger entry seals it: within a second or two of the decision, then for good. */
export const receiptOptions = (id: string) =>
  queryOptions({
    queryKey: ["decisions", "receipt", id],
    queryFn: ({ signal }) =>
      fetchJson<{ ledgerNumber: number | null }>(`/decisions/receipt?id=${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => (state.data && state.data.ledgerNumber === null ? 1_500 : false),
    staleTime: 60_000,
  });
