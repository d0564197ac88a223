import { iso } from "@/lib/db/rows";
import { notFound } from "@/lib/domain/errors";
import type { HistoryPart } from "@/lib/domain/history-parts";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

/** An entry of a pact's history, with where it leads. */
export interface HistoryEntry extends TimelineEntry {
  part: Exclude<HistoryPart, "all">;
  href: string | null;
}

export interface PactHistory {
  pact: string;
  agent: string;
  entries: HistoryEntry[];
}

const MOST = 300;

/** Which part of the history a ledger entry belongs to; null: to none of them. */
function partOf({ kind }: TimelineEntry): Exclude<HistoryPart, "all"> | null {
  const noun = kind.split(".")[0] ?? "";
  if (noun === "pact") return "versions";
  if (["clause", "drift", "restoration", "grant"].includes(noun)) return "standing";
  if (noun === "override")
    return kind === "override.broke_glass" || kind === "override.unratified" ? "exceptions" : "overrides";
  if (noun === "exception") return "exceptions";
  return noun === "incident" ? "incidents" : null;
}

function hrefOf({ subject }: TimelineEntry): string | null {
  const [noun, id] = subject.split("/");
  if (noun === "override") return `/overrides?view=over&peek=${id}`;
  if (noun === "exception") return `/overrides?view=exceptions&peek=${id}`;
  return noun === "agent" || noun === "incident" ? null : noun === "clause" ? `#${subject.split("/")[2]}` : null;
}

/**
 * A pact's contract history, the newest first: versions, what lowered and restored it, overrides with each use, break-glass,
 * answers given without the database, ungoverned actions and incidents of its agent, each with its number in the ledger.
 * @throws SuretyError not_found
 */
export async function pactHistory(actor: Actor, pact: string, part: HistoryPart): Promise<PactHistory> {
  const { organisationId } = actor;
  return readAt(actor, async (tx) => {
    const published = await tx.pactVersion.findMany({
      where: { organisationId, pact },
      select: { version: true, agent: true },
    });
    const agent = published.sort((a, b) => b.version - a.version)[0]?.agent;
    if (!agent) throw notFound();
    const newest = { take: MOST, orderBy: { id: "desc" } } as const;
    const [overrides, exceptions, incidents, clauses, uses] = await Promise.all([
      tx.override.findMany({ where: { organisationId, pact }, select: { id: true }, ...newest }),
      tx.exception.findMany({ where: { organisationId, agent }, select: { id: true }, ...newest }),
      tx.incident.findMany({ where: { organisationId, agent }, select: { id: true }, ...newest }),
      tx.ledgerEntry.findMany({
        where: { organisationId, subject: { startsWith: `clause/${pact}/` } },
        select: { subject: true },
        distinct: ["subject"],
      }),
      tx.overrideUse.findMany({
        where: { organisationId, override: { pact } },
        include: { override: { select: { clause: true, breakGlass: true } } },
        orderBy: { at: "desc" },
        take: MOST,
      }),
    ]);
    const subjects = [
      ...[`pact/${pact}`, `agent/${agent}`, ...clauses.map(({ subject }) => subject)],
      ...overrides.map(({ id }) => `override/${id}`),
      ...exceptions.map(({ id }) => `exception/${id}`),
      ...incidents.map(({ id }) => `incident/${id}`),
    ];
    const entered = (await timelineOf(tx, organisationId, subjects, MOST)).flatMap((entry): HistoryEntry[] => {
      const belongs = partOf(entry);
      return belongs ? [{ ...entry, part: belongs, href: hrefOf(entry) }] : [];
    });
    const used = uses.map(({ overrideId, decisionId, at, override }): HistoryEntry => {
      const what = override.clause ?? "the scope";
      return {
        ...{
          id: `${overrideId}-${decisionId}`,
          number: null,
          at: iso(at),
          kind: "override.used",
          version: null,
          drift: null,
        },
        ...{ subject: `override/${overrideId}`, by: { type: "agent", id: agent, name: agent } },
        says: `used ${override.breakGlass ? "the break-glass" : "the override"} of ${what} for decision ${decisionId}`,
        part: override.breakGlass ? "exceptions" : "overrides",
        href: `/decisions?d=${decisionId}`,
      };
    });
    const entries = [...entered, ...used]
      .filter((entry) => part === "all" || entry.part === part)
      .sort((a, b) => b.at.localeCompare(a.at) || (b.number ?? Infinity) - (a.number ?? Infinity));
    return { pact, agent, entries: entries.slice(0, MOST) };
  });
}
