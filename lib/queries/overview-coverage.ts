import { openFindingGroups } from "@/lib/db/findings";
import { silentFrom } from "@/lib/domain/heartbeat";
import { may } from "@/lib/domain/roles";
import { clauseOf, iso, MOST, type Need, type Scene, team } from "./overview-need";

/** What observers saw and nobody has explained: alike findings as one. */
export async function findings(scene: Scene): Promise<Need[]> {
  const groups = await openFindingGroups(scene.tx, scene.organisationId, MOST);
  return groups.map(({ kind, agent, action, owner, count, firstAt, newest }) => ({
    ...{ kind: "finding", key: newest, deadline: null, since: firstAt, clause: null },
    title: `${action} of ${agent}`,
    says:
      kind === "new_tool"
        ? "It was permitted, and never seen of this agent before: say whether it is meant to be."
        : `${count === 1 ? "One call" : `${count.toLocaleString("en-GB")} calls`} ran without a permit: say what became of it.`,
    // What is nobody's is whoever's that may take it up.
    owner: owner ? team(scene, owner) : { you: may(scene.actor, "finding.settle"), name: "nobody" },
    href: `/coverage/${newest}`,
  }));
}

/** Agents and gateways that stopped saying that they run. */
export async function silence({ tx, actor, organisationId, now }: Scene): Promise<Need[]> {
  const rows = await tx.heartbeat.findMany({ where: { organisationId }, orderBy: { beatAt: "asc" } });
  return rows
    .filter(({ beatAt, everyMs }) => now >= silentFrom(beatAt.getTime(), everyMs))
    .map(({ kind, name, beatAt }) => ({
      ...{ kind: "silent", key: `${kind}/${name}`, deadline: null, since: iso(beatAt), clause: null },
      title: `${kind === "agent" ? "Agent" : "Gateway"} ${name} is silent`,
      says: "It was not heard from three times as long as it said: what it does now, nobody sees.",
      owner: { you: may(actor, "agent.write"), name: "operators" },
      href: "/coverage",
    }));
}

/** Drifts whose consequence is decided, and not acknowledged by everything that decides. */
export async function unenforced(scene: Scene): Promise<Need[]> {
  const rows = await scene.tx.drift.findMany({
    where: { organisationId: scene.organisationId, enforcedAt: null, enforcedRevision: { gt: 0 } },
    orderBy: { verifiedAt: "asc" },
    take: MOST,
  });
  return rows.map(({ id, agent, pact, clause: key, verifiedAt }) => {
    const clause = clauseOf(scene, pact, key);
    return {
      ...{ kind: "unenforced", key: id, deadline: null, since: verifiedAt && iso(verifiedAt), clause: null },
      title: `${clause?.title ?? key}, ${agent}`,
      says: "Decided, not enforced: not everything that decides has acknowledged the lowered authority.",
      owner: team(scene, clause?.owner ?? ""),
      href: `/drift/${id}`,
    };
  });
}
