import { z } from "zod";
import { clauseReviews } from "@/lib/db/recertify";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { verb } from "../verb";

/** Reminds of clauses whose review is due soon or overdue: once each, to history and to those who watch. */
export const remindOfReviews = verb({
  name: "clause.remind",
  permission: "clause.recertify",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    const due = (await clauseReviews(tx, organisationId, now)).filter(({ state }) => state !== "current");
    const rows = due.map(({ pact, clause, dueAt, state }) => ({
      organisationId,
      pact,
      clause: clause.key,
      dueAt: new Date(dueAt),
      state,
      at: new Date(now),
    }));
    // The key decides: what was reminded of already comes back no more, also from two sweeps at once.
    const made = await tx.recertifyReminder.createManyAndReturn({ data: rows, skipDuplicates: true });
    const told = made.map(({ pact, clause, dueAt, state }) => {
      const of = due.find((one) => one.pact === pact && one.clause.key === clause);
      const payload = { pact, clause, team: of?.clause.owner ?? null, dueAt: dueAt.toISOString(), state };
      return { kind: "clause.recertify_due", subject: `clause/${pact}/${clause}`, payload };
    });
    const [first, ...others] = told;
    if (!first) return { unchanged: true, result: 0 };
    return { result: told.length, entries: [first, ...others], effect: "none", outbox: told };
  },
});

/** The sweep over every organisation, each in a unit of its own: one that fails holds up no other. */
export async function remindEverywhere(): Promise<void> {
  const rows = await runtime().db.system((tx) => tx.organisation.findMany({ select: { id: true } }));
  const work = ({ id }: { id: string }) => remindOfReviews(systemActor(id), {});
  await eachAlone(rows, work, "reminders of some organisations wait for the next sweep");
}
