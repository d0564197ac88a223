import { type HistoryCursor, historyRows, overrideUses, type UseRow } from "@/lib/db/history-rows";
import { iso } from "@/lib/db/rows";
import { notFound } from "@/lib/domain/errors";
import { type HistoryPart, partOf } from "@/lib/domain/history-parts";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";
import { type TimelineEntry, timelineEntry } from "./timeline";

/** An entry of a pact's history, with where it leads. */
interface HistoryEntry extends TimelineEntry {
  part: Exclude<HistoryPart, "all">;
  href: string | null;
}

export interface PactHistory {
  pact: string;
  agent: string;
  entries: HistoryEntry[];
  /** Where the next page begins; null: this is the end. */
  older: HistoryCursor | null;
}

function hrefOf(subject: string): string | null {
  const [noun, id, key] = subject.split("/");
  if (noun === "override") return `/overrides?view=over&peek=${id}`;
  if (noun === "exception") return `/overrides?view=exceptions&peek=${id}`;
  if (noun === "incident") return `/incidents/${id}`;
  return noun === "clause" ? `/pacts/${id}/clauses/${key}` : null;
}

/** Uses belong to overrides, or, of a break-glass, to exceptions: which of them a part shows; undefined: none. */
const USES: Partial<Record<HistoryPart, boolean | null>> = { all: null, overrides: false, exceptions: true };

/**
 * A page of a pact's contract history, the newest first: versions, what lowered and restored it, overrides with each use,
 * break-glass, answers given without the database, ungoverned actions and incidents of its agent, each with its number in
 * the ledger: of a use, that of the entry which seals its decision.
 * @throws SuretyError not_found
 */
export async function pactHistory(
  actor: Actor,
  pact: string,
  part: HistoryPart,
  limit: number,
  before?: HistoryCursor,
): Promise<PactHistory> {
  const { organisationId } = actor;
  return readAt(actor, async (tx) => {
    const latest = await tx.pactVersion.findFirst({
      where: { organisationId, pact },
      orderBy: { version: "desc" },
      select: { agent: true },
    });
    if (!latest) throw notFound();
    const { agent } = latest;
    const of = { organisationId, pact, agent };
    const uses = USES[part];
    const [entered, used] = await Promise.all([
      historyRows(tx, of, part, limit + 1, before),
      uses === undefined ? [] : overrideUses(tx, of, uses, limit + 1, before),
    ]);
    const all = [
      ...entered.flatMap((row) => {
        const belongs = partOf(row.kind);
        const entry = { ...timelineEntry(row), part: belongs ?? "versions", href: hrefOf(row.subject) };
        return belongs ? [{ key: row.id, entry }] : [];
      }),
      ...used.map((row) => ({ key: row.decisionId, entry: useEntry(row, agent) })),
    ].sort((a, b) => b.entry.at.localeCompare(a.entry.at) || (b.key < a.key ? -1 : 1));
    const last = all[limit - 1];
    return {
      ...{ pact, agent, entries: all.slice(0, limit).map(({ entry }) => entry) },
      older: all.length > limit && last ? { at: last.entry.at, id: last.key } : null,
    };
  });
}

function useEntry({ overrideId, decisionId, at, clause, breakGlass, index }: UseRow, agent: string): HistoryEntry {
  return {
    id: `${overrideId}-${decisionId}`,
    number: index === null ? null : Number(index),
    ...{
      at: iso(at),
      kind: "override.used",
      subject: `override/${overrideId}`,
      version: null,
      drift: null,
      stage: null,
    },
    by: { type: "agent", id: agent, name: agent },
    says: `used ${breakGlass ? "the break-glass" : "the override"} of ${clause ?? "the scope"} for decision ${decisionId}`,
    part: breakGlass ? "exceptions" : "overrides",
    href: `/decisions?d=${decisionId}`,
  };
}
