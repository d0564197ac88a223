import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/shell/fetch-json";
import type { Simulation } from "@/lib/domain/simulate-shapes";

/** What is replayed: so many of the newest decisions, or all of a time. */
export const REPLAYS = [
  { value: "1k", label: "the last 1,000 decisions", last: 1_000 },
  { value: "10k", label: "the last 10,000 decisions", last: 10_000 },
  { value: "100k", label: "the last 100,000 decisions", last: 100_000 },
  { value: "7d", label: "the last 7 days", hours: 7 * 24 },
  { value: "30d", label: "the last 30 days", hours: 30 * 24 },
  { value: "span", label: "a time of your choice" },
] as const;
type Replay = (typeof REPLAYS)[number]["value"];

/** What the address says is replayed; `since` and `until` are UTC, to the minute, and only of a time of one's choice. */
export interface Replayed {
  replay: Replay;
  since: string;
  until: string;
}

const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const minute = (value: string | null) => (value && MINUTE.test(value) ? value : "");

/** Reads an address; what it does not know is the default. */
export function replayedOf(query: Pick<URLSearchParams, "get">): Replayed {
  const known = REPLAYS.find(({ value }) => value === query.get("replay")) ?? REPLAYS[1];
  return { replay: known.value, since: minute(query.get("since")), until: minute(query.get("until")) };
}

export type Simulated = Simulation & { live: { version: number } | null };

/** What a simulation is of. */
export interface Simulates {
  pact: string;
  version: number;
  /** Keeps the simulation of another wording apart. */
  hash: string;
  /** Keys of the clauses without evidence: what was proven meanwhile is simulated anew. */
  missing: readonly string[];
}

/** A simulation of one version, as the server makes it. */
export const simulationOptions = ({ pact, version, hash, missing }: Simulates, replayed: Replayed) =>
  queryOptions({
    queryKey: ["simulation", pact, hash, missing, replayed],
    queryFn: ({ signal }) =>
      fetchJson<Simulated>(
        `/pacts/${pact}/simulation?${new URLSearchParams({ version: String(version), ...replayed })}`,
        signal,
      ),
    staleTime: 60_000,
    retry: false,
  });
