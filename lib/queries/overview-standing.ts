import { durationMs } from "@/lib/domain/duration";
import type { FreshnessItem } from "@/lib/domain/freshness-board";
import { may } from "@/lib/domain/roles";
import { standing } from "@/lib/domain/standing";
import { clauseOf, firstSentence, iso, MOST, type Need, type Scene, team } from "./overview-need";

/** What standing asks of people: drifts, incidents, latched consequences, evidence that runs out. */

/** Suspected drifts: a person says whether they are real; where nobody does in time, silence verifies them. */
export async function drifts(scene: Scene): Promise<Need[]> {
  const { tx, organisationId, now } = scene;
  const at = new Date(now);
  const rows = await tx.drift.findMany({
    where: { organisationId, state: "suspected", OR: [{ verifiedAt: null }, { verifiedAt: { gt: at } }] },
    orderBy: { suspectedAt: "asc" },
    take: MOST,
  });
  return rows.map((row) => {
    const clause = clauseOf(scene, row.pact, row.clause);
    return {
      kind: "drift",
      key: row.id,
      deadline: row.verifiedAt && iso(row.verifiedAt),
      since: iso(row.suspectedAt),
      title: `${clause?.title ?? row.clause}, ${row.agent}`,
      clause: clause?.title ?? null,
      says: `${row.says}.`.replace(/\.\.$/, "."),
      owner: team(scene, clause?.owner ?? ""),
      href: `/pacts/${row.pact}#${row.clause}`,
    };
  });
}

export async function incidents({ tx, actor, organisationId }: Scene): Promise<Need[]> {
  const rows = await tx.incident.findMany({
    where: { organisationId, state: "open" },
    orderBy: { openedAt: "asc" },
    take: MOST,
  });
  return rows.map((row) => ({
    kind: "incident",
    key: row.id,
    deadline: null,
    since: iso(row.openedAt),
    title: row.title,
    clause: null,
    says: `${row.severity} incident of ${row.agent}; its clauses act until a person resolves it.`,
    owner: { you: may(actor, "incident.resolve"), name: "operators" },
    href: `/agents/${row.agent}#incidents`,
  }));
}

/** Latched consequences: the owner owes a response within the time that the clause names. */
export function restorations(scene: Scene): Need[] {
  const { snapshot, now } = scene;
  return [...snapshot.agents.keys()].flatMap((agent) =>
    (standing(snapshot, agent, now)?.pacts ?? []).flatMap((pact) =>
      pact.clauses.flatMap(({ key, title, owner, triggers }): Need[] => {
        const latched = triggers.filter((trigger) => trigger.latched && trigger.override === null);
        const first = latched[0];
        if (!first) return [];
        const within = clauseOf(scene, pact.pact, key)?.respond?.within;
        const since = first.verifiedAt ?? first.since;
        return [
          {
            kind: "restore",
            key: `${agent} ${pact.pact} ${key}`,
            deadline: within && since ? iso(Date.parse(since) + durationMs(within)) : null,
            since,
            title: `${title}, ${agent}`,
            clause: title,
            says: firstSentence(first.says),
            owner: team(scene, owner),
            href: `/pacts/${pact.pact}#${key}`,
          },
        ];
      }),
    ),
  );
}

const WAITS = { missing: "missing", stale: "stale", day: "expiring", week: "expiring", fresh: null } as const;

export function freshness(scene: Scene, item: FreshnessItem): Need[] {
  const kind = WAITS[item.lane];
  if (kind === null || item.candidate) return [];
  const act = { block: "blocked", review: "held for review", degrade: "limited", settle: "settled" }[
    item.consequence.does
  ];
  const { actions, waivedUntil } = item.consequence;
  const what = `${actions.join(", ")} of ${item.agent} is ${act}`;
  const acts = waivedUntil
    ? `an override holds until ${waivedUntil.slice(0, 16).replace("T", " ")} UTC, then ${what}`
    : what;
  return [
    {
      kind,
      key: `${item.agent} ${item.pact} ${item.clause}`,
      deadline: item.staleAt,
      since: null,
      title: item.title,
      clause: null,
      says:
        kind === "expiring"
          ? `Once it is stale, ${what}.`
          : `${kind === "missing" ? "No passing evidence counts" : "Its evidence is too old"}: ${acts}.`,
      owner: team(scene, item.owner),
      href: `/freshness?clause=${item.pact}/${item.clause}&submit=true`,
    },
  ];
}
