import { z } from "zod";
import { slug, text } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

/** Which run of which agent. */
export const endRunInput = z.strictObject({ agent: slug, run: text(200) });

/**
 * Says that a run of an agent is over: what it asked for and nobody has answered counts as denied, and nothing of it is
 * approved any more. A second word on the same run changes nothing.
 */
export const endRun = verb({
  name: "run.end",
  permission: "decision.ask",
  input: endRunInput,
  async work({ tx, now, actor, organisationId }, { agent, run }) {
    const at = new Date(now);
    const by = actorRecord(actor);
    const { count } = await tx.runEnd.createMany({
      data: [{ organisationId, agent, run, at, by }],
      skipDuplicates: true,
    });
    const where = { organisationId_agent_run: { organisationId, agent, run } };
    const ended = await tx.runEnd.findUniqueOrThrow({ where });
    const result = (reviews: string[]) => ({ agent, run, endedAt: ended.at.toISOString(), reviews });
    const held = { organisationId, agent, state: "pending", request: { path: ["run"], equals: run } };
    const rows = await tx.review.findMany({ where: held, select: { id: true, decisionId: true } });
    if (count === 0 && rows.length === 0) return { unchanged: true, result: result([]) };
    const reviews = rows.map(({ id }) => id);
    await tx.review.updateMany({
      where: { organisationId, id: { in: reviews }, state: "pending" },
      data: { state: "expired", settledAt: at, settledBy: by, reason: "The run that asked is over." },
    });
    const payload = { agent, run, reviews };
    return {
      result: result(reviews),
      entries: [{ kind: "run.ended", subject: `agent/${agent}`, payload }],
      // No answer changes; a new revision wakes those who wait for these reviews, on every node.
      effect: "standing",
      outbox: [{ kind: "run.ended", subject: `agent/${agent}`, payload }],
    };
  },
});
