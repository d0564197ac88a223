import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/shell/fetch-json";
import type { FreshnessLanes } from "@/lib/domain/freshness-board";

/** What the freshness board reads; the page prefetches the first of it. */

const EVERY = 15_000;

export interface Evidence {
  id: string;
  release: string;
  passed: number;
  failed: number;
  loss: number | null;
  passing: boolean;
  counts: boolean;
  draft: boolean;
  observedAt: string;
  recordedAt: string;
  /** It became known long after it was observed. */
  late: boolean;
  source: string;
  method: string | null;
  issuer: string | null;
  signature: { form: string; keyId: string; sha256: string } | null;
  artifact: { uri: string | null; sha256: string } | null;
}

export const boardOptions = () =>
  queryOptions({
    queryKey: ["freshness", "board"],
    queryFn: ({ signal }) => fetchJson<FreshnessLanes>("/freshness/board", signal),
    refetchInterval: EVERY,
    staleTime: EVERY,
  });

/** The newest records of one clause. */
export const evidenceOptions = (pact: string, clause: string) =>
  queryOptions({
    queryKey: ["freshness", "evidence", pact, clause],
    queryFn: ({ signal }) =>
      fetchJson<Evidence[]>(
        `/freshness/evidence?pact=${encodeURIComponent(pact)}&clause=${encodeURIComponent(clause)}`,
        signal,
      ),
    refetchInterval: EVERY,
  });
