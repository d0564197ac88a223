import { z } from "zod";
import { isHeld } from "@/lib/db/legal-holds";
import { limitedOrganisations, pruneDecisions } from "@/lib/db/retention";
import { durationMs } from "@/lib/domain/duration";
import { systemActor } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { verb } from "../verb";

/**
 * Takes away decisions that are older than the organisation keeps them; nothing while a legal hold is in force. The entry
 * says how many, and before which instant; the roots that they were sealed under stay in the ledger.
 */
export const pruneRetained = verb({
  name: "retention.prune",
  permission: "organisation.write",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    const nothing = { unchanged: true as const, result: { decisions: 0, more: false } };
    if (await isHeld(tx, organisationId)) return nothing;
    const { settings } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const { decisionRetention: keeps } = parseSettings(settings);
    if (keeps === null) return nothing;
    const before = new Date(now - durationMs(keeps));
    const result = await pruneDecisions(tx, organisationId, before);
    if (result.decisions === 0) return nothing;
    const payload = { decisions: result.decisions, before: before.toISOString(), keeps };
    return {
      result,
      entries: [{ kind: "retention.pruned", subject: `organisation/${organisationId}`, payload }],
      effect: "none" as const,
    };
  },
});

/** Prunes every organisation that keeps decisions for so long and no longer. */
export async function pruneEverywhere(): Promise<void> {
  const { db } = runtime();
  const prune = async (organisationId: string) => {
    while ((await pruneRetained(systemActor(organisationId), {})).result.more);
  };
  await eachAlone(await limitedOrganisations(db), prune, "Decisions past their retention stay until the next day.");
}
