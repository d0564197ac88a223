import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/shell/fetch-json";
import type { Simulation } from "@/lib/domain/simulate-shapes";

/** What is replayed: so many of the newest decisions, or all of a time. */
export const REPLAYS = [
  { value: "1k", label: "Last 1,000", said: "the last 1,000 decisions", last: 1_000 },
  { value: "10k", label: "Last 10,000", said: "the last 10,000 decisions", last: 10_000 },
  { value: "7d", label: "7 days", said: "the last 7 days", hours: 7 * 24 },
  { value: "30d", label: "30 days", said: "the last 30 days", hours: 30 * 24 },
] as const;
export type Replay = (typeof REPLAYS)[number]["value"];

/** The replay that an address names; what it does not know is the default. */
export const replayOf = (value: string | null | undefined): (typeof REPLAYS)[number] =>
  REPLAYS.find((one) => one.value === value) ?? REPLAYS[1];

export type Simulated = Simulation & { live: { version: number } | null };

/** A simulation of one version, as the server makes it; the hash keeps that of another wording apart. */
export const simulationOptions = (pact: string, version: number, hash: string, replay: Replay) =>
  queryOptions({
    queryKey: ["simulation", pact, hash, replay],
    queryFn: ({ signal }) =>
      fetchJson<Simulated>(`/pacts/${pact}/simulation?version=${version}&replay=${replay}`, signal),
    staleTime: 60_000,
    retry: false,
  });
