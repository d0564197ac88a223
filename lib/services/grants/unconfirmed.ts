import { z } from "zod";
import { UNCONFIRMED } from "@/lib/db/grant-rows";
import { asJson } from "@/lib/db/rows";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { fallEntry, told } from "../probations";
import { verb } from "../verb";

const due = (now: number) => ({
  state: "active",
  endedAt: null,
  confirmedAt: null,
  probationUntil: { lte: new Date(now) },
});

/**
 * Writes down that probations ended without a confirmation. What was granted before holds by the clock since that very
 * instant: this changes no answer, it only tells it to history and to those who watch.
 */
export const settleProbations = verb({
  name: "grant.settle_probations",
  permission: "grant.lower",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    const rows = await tx.grant.findMany({ where: { organisationId, ...due(now) }, orderBy: { id: "asc" } });
    const entries = [];
    for (const row of rows) {
      const data = { state: "fell_back", endedAt: row.endsAt, fellBecause: asJson(UNCONFIRMED) };
      const { count } = await tx.grant.updateMany({ where: { organisationId, id: row.id, ...due(now) }, data });
      if (count > 0) entries.push(await fallEntry({ tx, organisationId, now }, row, UNCONFIRMED));
    }
    const [first, ...rest] = entries;
    const result = entries.length;
    if (!first) return { unchanged: true, result };
    return { result, entries: [first, ...rest], effect: "none", outbox: told(entries) };
  },
});

/** The sweep over every organisation, each in a unit of its own. */
export async function watchProbations(): Promise<void> {
  const { db, clock } = runtime();
  const rows = await db.system((tx) =>
    tx.grant.findMany({ where: due(clock.now()), select: { organisationId: true }, distinct: ["organisationId"] }),
  );
  const work = ({ organisationId }: { organisationId: string }) => settleProbations(systemActor(organisationId), {});
  await eachAlone(rows, work, "probations of some organisations wait for the next sweep");
}
