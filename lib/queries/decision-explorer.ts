import type { Tx } from "@/lib/db/client";
import { type CountedRange, countByAgent, countByReason, countByVerdict } from "@/lib/db/decision-counts";
import { capOf } from "@/lib/domain/authority";
import type { Verdict } from "@/lib/domain/decision";
import type { Consequence, PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

interface FacetValue {
  value: string;
  count: number;
}

/** What stands around the list of decisions: volume over time, how many there are of each, what lowered authority. */
export interface DecisionSummary {
  from: string;
  to: string;
  counts: { at: string; allow?: number; degrade?: number; review?: number; block?: number }[];
  /** Each counted under all the other filters. */
  facets: { verdict: FacetValue[]; trigger: FacetValue[]; clause: FacetValue[]; agent: FacetValue[] };
  markers: { at: string; label: string }[];
}

const iso = (ms: number) => new Date(ms).toISOString();

/** @param bucketMs width of a bucket of `counts` */
export async function decisionSummary(actor: Actor, filter: CountedRange, bucketMs: number): Promise<DecisionSummary> {
  const { organisationId } = actor;
  const { verdict, trigger, clause, agent, ...rest } = filter;
  return read(actor, async (tx) => {
    const volume = await countByVerdict(tx, organisationId, { ...rest, trigger, clause, agent }, bucketMs);
    const verdicts = new Map<string, number>();
    const counts = new Map<number, DecisionSummary["counts"][number]>();
    for (const each of volume) {
      verdicts.set(each.verdict, (verdicts.get(each.verdict) ?? 0) + each.count);
      if (verdict && !verdict.includes(each.verdict)) continue;
      const bucket = counts.get(each.at) ?? { at: iso(each.at) };
      bucket[each.verdict] = (bucket[each.verdict] ?? 0) + each.count;
      counts.set(each.at, bucket);
    }
    const order: Verdict[] = ["block", "review", "degrade", "allow"];
    return {
      from: iso(filter.from),
      to: iso(filter.to),
      counts: [...counts.values()],
      facets: {
        verdict: order.flatMap((value) => {
          const count = verdicts.get(value);
          return count ? [{ value, count }] : [];
        }),
        trigger: await countByReason(tx, organisationId, { ...rest, verdict, clause, agent }, "triggers"),
        clause: await countByReason(tx, organisationId, { ...rest, verdict, trigger, agent }, "clauses"),
        agent: await countByAgent(tx, organisationId, { ...rest, verdict, trigger, clause }),
      },
      markers: await downgrades(tx, organisationId, filter.from, filter.to, agent),
    };
  });
}

const MOST_MARKERS = 40;

/** What lowered an agent's authority in a stretch of time: latches that came into force, and people. Instants in ms. */
export async function downgrades(
  tx: Tx,
  organisationId: string,
  from: number,
  to: number,
  agents?: readonly string[],
): Promise<{ at: string; label: string }[]> {
  const during = { gte: new Date(from), lt: new Date(to) };
  const agent = agents && { in: [...agents] };
  const latches = await tx.latch.findMany({
    where: { organisationId, agent, verifiedAt: during },
    select: { agent: true, verifiedAt: true, consequence: true },
    orderBy: { verifiedAt: "desc" },
    take: MOST_MARKERS,
  });
  const grants = await tx.grant.findMany({
    where: { organisationId, agent, since: during, level: { not: "full" }, state: { in: ["active", "superseded"] } },
    select: { agent: true, since: true, level: true },
    orderBy: { since: "desc" },
    take: MOST_MARKERS,
  });
  const marks = [
    ...latches.flatMap(({ agent: who, verifiedAt, consequence }) => {
      const cap = consequence ? capOf((consequence as unknown as Consequence).do) : "full";
      return cap === "full" ? [] : [{ at: verifiedAt, label: `${who} lowered to ${cap}` }];
    }),
    ...grants.flatMap(({ agent: who, since, level }) =>
      since === null ? [] : [{ at: since, label: `${who} ${level === "suspended" ? level : `set to ${level}`}` }],
    ),
  ];
  return marks.sort((a, b) => a.at.getTime() - b.at.getTime()).map((mark) => ({ ...mark, at: mark.at.toISOString() }));
}

/** What the list of decisions needs to know about the organisation around it. */
export interface DecisionScene {
  /** Titles by `pact` and by `pact/clause`, of each pact's newest version that is or was in force. */
  titles: Record<string, string>;
  /** Something that could be asked here, for the example of a call; null where no pact is live. */
  example: { agent: string; action: string; workflow: string } | null;
  /** Whether any decision was ever recorded. */
  any: boolean;
}

export async function decisionScene(actor: Actor): Promise<DecisionScene> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.pactVersion.findMany({
      where: { organisationId, state: { in: ["live", "superseded"] } },
      orderBy: [{ pact: "asc" }, { version: "desc" }],
      distinct: ["pact"],
      select: { document: true, state: true },
    });
    const first = await tx.decisionSegment.findFirst({ where: { organisationId }, select: { firstId: true } });
    const titles: Record<string, string> = {};
    const documents = rows.map(({ document }) => document as unknown as PactDocument);
    for (const { pact, title, clauses } of documents) {
      titles[pact] = title;
      for (const clause of clauses) titles[`${pact}/${clause.key}`] = clause.title;
    }
    const live = rows.find(({ state }) => state === "live")?.document as unknown as PactDocument | undefined;
    const action = live?.scope.actions.find((name) => !name.includes("*")) ?? live?.scope.actions[0];
    return {
      titles,
      example:
        live && action ? { agent: live.agent, action: action.replace("*", "do"), workflow: live.workflow } : null,
      any: first !== null,
    };
  });
}

/** The ledger entry that seals a decision; null while it is not sealed and numbered. */
export async function decisionReceipt(actor: Actor, id: string): Promise<{ ledgerNumber: number | null }> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const segment = await tx.decisionSegment.findFirst({
      where: { organisationId, node: id.slice(-4), firstId: { lte: id }, lastId: { gte: id } },
      orderBy: { firstId: "desc" },
      select: { sealedBy: true },
    });
    if (!segment?.sealedBy) return { ledgerNumber: null };
    const entry = await tx.ledgerEntry.findUnique({
      where: { organisationId_id: { organisationId, id: segment.sealedBy } },
      select: { index: true },
    });
    return { ledgerNumber: entry?.index == null ? null : Number(entry.index) };
  });
}
