import type { Tx } from "@/lib/db/client";
import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { freshnessItems } from "./freshness";
import { findings, silence, unenforced } from "./overview-coverage";
import { metrics } from "./overview-metrics";
import type { Need, Scene } from "./overview-need";
import { recertifications } from "./overview-recertify";
import { approvals, grants, overrides, questions, reviews } from "./overview-requests";
import { drifts, freshness, incidents, restorations } from "./overview-standing";
import { readNow } from "./read";

/**
 * What needs a person now, by deadline: what is missing already first, what has none last. People see what others owe too:
 * each names its owner.
 */
export async function needs(actor: Actor): Promise<Need[]> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const board = await freshnessItems(actor, now);
    const scene: Scene = { tx, actor, organisationId, now, snapshot, ...(await names(tx, actor)) };
    const found = [
      ...(await reviews(scene)),
      ...(await overrides(scene)),
      ...(await grants(scene)),
      ...(await approvals(scene)),
      ...(await questions(scene)),
      ...(await drifts(scene)),
      ...(await incidents(scene)),
      ...restorations(scene),
      ...(await metrics(scene)),
      ...(await unenforced(scene)),
      ...(await findings(scene)),
      ...(await silence(scene)),
      ...(await recertifications(scene)),
      ...board.items.flatMap((item) => freshness(scene, item)),
    ];
    return found.sort((a, b) => compare(rank(a), rank(b)) || a.key.localeCompare(b.key));
  });
}

/** Infinities have no difference. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const ACTS = new Set<Need["kind"]>(["missing", "restore", "incident", "metric", "unenforced"]);

/** What acts already and has no deadline comes first, what only waits comes last. */
function rank({ kind, deadline }: Need): number {
  if (deadline !== null && kind !== "missing") return Date.parse(deadline);
  return ACTS.has(kind) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

async function names(tx: Tx, { organisationId, id }: Actor): Promise<Pick<Scene, "teams" | "documents">> {
  const teams = await tx.team.findMany({
    where: { organisationId },
    select: { slug: true, name: true, members: { where: { memberId: id }, select: { memberId: true } } },
  });
  const live = await tx.pactVersion.findMany({ where: { organisationId, state: "live" }, select: { document: true } });
  const documents = live.map(({ document }) => document as unknown as PactDocument);
  return {
    teams: new Map(teams.map(({ slug, name, members }) => [slug, { name, mine: members.length > 0 }])),
    documents: new Map(documents.map((document) => [document.pact, document])),
  };
}
