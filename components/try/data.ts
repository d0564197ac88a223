import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/shell/fetch-json";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { Rerun, Tried } from "@/lib/domain/tried";

/** What would be answered to a request now, and what time makes of it. */
export const triedOptions = (request: DecisionRequest | null) =>
  queryOptions({
    queryKey: ["try", request],
    queryFn: ({ signal }) =>
      fetchJson<Tried>(`/try/answer?request=${encodeURIComponent(JSON.stringify(request))}`, signal),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  });

/** A recorded decision asked again. */
export const rerunOptions = (id: string) =>
  queryOptions({
    queryKey: ["rerun", id],
    queryFn: ({ signal }) => fetchJson<Rerun>(`/api/v1/decisions/${encodeURIComponent(id)}/rerun`, signal),
    enabled: id !== "",
    staleTime: 30_000,
    retry: false,
  });
