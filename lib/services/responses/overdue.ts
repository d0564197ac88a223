import { z } from "zod";
import type { Entry } from "@/lib/db/change";
import { noteResponses, type OwedResponse, owedResponses } from "@/lib/db/responses";
import { durationMs } from "@/lib/domain/duration";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { verb } from "../verb";

const TURNS = ["deputy", "escalation"] as const;

/**
 * Tells that an owner did not answer in time: its deputy once `respond.within` has passed, its escalation once it has passed
 * twice. Each is told once.
 */
const tellOverdue = verb({
  name: "response.overdue",
  permission: "response.give",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    // Two sweeps at once tell once.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('responses ' || ${organisationId}, 0))`;
    const late = (await owedResponses(tx, organisationId, now)).filter((owed) => owed.open.length > 0);
    const told: Entry[] = [];
    for (const owed of late) {
      const step = Math.min(2, Math.floor((now - owed.since) / durationMs(owed.within)));
      if (step <= owed.told) continue;
      await noteResponses(tx, organisationId, owed.open, { told: step });
      told.push(overdue(owed, TURNS[step - 1] ?? "deputy"));
    }
    const [first, ...others] = told;
    if (!first) return { unchanged: true, result: 0 };
    return { result: told.length, entries: [first, ...others], effect: "none", outbox: told };
  },
});

function overdue({ agent, pact, clause, team, triggers, within, runbook, since }: OwedResponse, turn: string): Entry {
  const at = new Date(since).toISOString();
  const payload = { agent, pact, clause, triggers, team, turn, since: at, within, runbook };
  return { kind: "response.overdue", subject: `clause/${pact}/${clause}`, payload };
}

/** Every organisation where something is latched, each in a unit of its own. */
export async function watchResponses(): Promise<void> {
  const { db } = runtime();
  const rows = await db.system((tx) =>
    tx.latch.findMany({ where: { liftedAt: null }, distinct: ["organisationId"], select: { organisationId: true } }),
  );
  const work = ({ organisationId }: { organisationId: string }) => tellOverdue(systemActor(organisationId), {});
  await eachAlone(rows, work, "some overdue answers wait for the next sweep");
}
