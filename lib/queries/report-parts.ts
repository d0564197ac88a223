import type { Tx } from "@/lib/db/client";
import { countVerdicts } from "@/lib/db/decision-counts";
import { bypasses, observedCalls } from "@/lib/db/metric-traffic";
import { type ReportEntry, type ReportList, reportEntries } from "@/lib/db/report-events";
import { entryWords } from "@/lib/domain/entry-words";
import type { Report, ReportCounts, ReportEvent } from "@/lib/domain/report";
import { sayActor } from "@/lib/domain/roles";

/** Entries of each list in a report; the ledger holds all. */
const MOST = 200;

interface Stretch {
  from: number;
  to: number;
}

/** How the agent's requests in the pact's workflow were answered, and what ran beside the pact. */
export async function reportCounts(
  tx: Tx,
  organisationId: string,
  agent: string,
  workflow: string,
  stretch: Stretch,
): Promise<ReportCounts> {
  const decided = await countVerdicts(tx, organisationId, { ...stretch, agent, workflow });
  const { override_use, ...exceptions } = await bypasses(tx, organisationId, stretch, {}, { agents: [agent] });
  const observed = await observedCalls(tx, organisationId, stretch, [agent]);
  const sum = (calls: typeof observed) => calls.reduce((total, { count }) => total + count, 0);
  return {
    ...decided,
    exceptions,
    overrideUses: override_use,
    observed: sum(observed),
    observedGoverned: sum(observed.filter(({ governed }) => governed)),
  };
}

interface Titled {
  key: string;
  title: string;
}

/** How events are told: clauses by their titles, and without what the author leaves out. */
interface Telling {
  pact: string;
  clauses: readonly Titled[];
  redact: readonly string[];
}

/** The newest of what happened to a pact and its agent, from the ledger, each with its number; `happened` counts the rest too. */
export type ReportEvents = Pick<Report, "downgrades" | "exceptions" | "versions" | "happened">;

/** What an entry says without the words in which it was asked for. */
function withoutReasons(payload: Record<string, unknown> | null) {
  const { reason: _, note: __, ...rest } = payload ?? {};
  return rest;
}

/** What a report tells of these events is made of. */
export const eventReadings = (organisationId: string, pact: string, stretch: Stretch) => ({
  entries: reportEntries(organisationId, pact, stretch, MOST),
});

export function eventsOf({ entries }: { entries: readonly ReportEntry[] }, of: Telling): ReportEvents {
  const told = (name: ReportList) =>
    entries
      .filter(({ list }) => list === name)
      .map(({ number, at, kind, actor, payload }): ReportEvent => {
        const words = entryWords(kind, of.redact.includes("reasons") ? withoutReasons(payload) : payload);
        const named = (text: string, { key, title }: Titled) => text.replaceAll(`${of.pact}/${key}`, `“${title}”`);
        const by = of.redact.includes("owners") || !actor ? null : sayActor(actor);
        return { number, at, kind, by, says: of.clauses.reduce(named, words) };
      });
  const count = (name: ReportList) => entries.find(({ list }) => list === name)?.total ?? 0;
  const [downgrades, exceptions, versions] = [told("downgrades"), told("exceptions"), told("versions")];
  const happened = {
    downgrades: count("downgrades"),
    exceptions: count("exceptions"),
    versions: count("versions"),
  };
  return { downgrades, exceptions, versions, happened };
}
