import { z } from "zod";
import { heartbeatView } from "@/lib/db/heartbeats";
import { closeClocks } from "@/lib/db/nodes";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { invalid, invalidField } from "@/lib/domain/errors";
import { isoDuration, release, slug } from "@/lib/domain/fields";
import { EVERY_MS, type HeartbeatKind } from "@/lib/domain/heartbeat";
import { verb } from "../verb";

export const heartbeatBody = z.strictObject({
  agent: slug.optional().describe("A registered agent; or name a gateway"),
  gateway: slug.optional().describe("What stands before tools and asks for decisions"),
  every: isoDuration
    .optional()
    .describe("How often it says so, from PT1S to P1D; default what it said last, else PT1M"),
  release: release.optional(),
  revision: z
    .int({ error: "must be a revision, such as 42" })
    .min(0, { error: "must be a revision, such as 42" })
    .optional()
    .describe("Of one that decides by itself from /api/v1/snapshot: the revision that it decides on"),
});

/**
 * Says that an agent or a gateway runs. The first word and one after silence are entered; the others only move the clock.
 * A revision acknowledges it: a drift is enforced once everything that decides has acknowledged what lowered the authority.
 * @throws SuretyError invalid where neither or both are named, or the agent is not registered
 */
export const sendHeartbeat = verb({
  name: "heartbeat.send",
  permission: "heartbeat.send",
  input: heartbeatBody,
  async work({ tx, now, organisationId }, { agent, gateway, every, release, revision }) {
    const { kind, name } = speaker(agent, gateway);
    const given = every === undefined ? undefined : durationMs(every);
    if (given !== undefined && (given < EVERY_MS.least || given > EVERY_MS.most))
      throw invalidField("every", "must be from PT1S to P1D");
    if (agent && !(await tx.agent.count({ where: { organisationId, slug: agent } })))
      throw invalidField("agent", "must be a registered agent");
    const where = { organisationId_kind_name: { organisationId, kind, name } };
    const before = await tx.heartbeat.findUnique({ where });
    const at = new Date(now);
    const everyMs = given ?? before?.everyMs ?? EVERY_MS.usual;
    const told = { everyMs, release: release ?? null, revision: revision ?? null, beatAt: at, silentAt: null };
    const row = await tx.heartbeat.upsert({
      where,
      create: { organisationId, kind, name, ...told, firstAt: at },
      update: told,
    });
    if (revision !== undefined) await closeClocks(tx, [organisationId], now);
    const result = heartbeatView(row, now);
    const subject = `heartbeat/${kind}/${name}`;
    if (!before)
      return { result, entries: [{ kind: "heartbeat.first", subject, payload: { kind, name } }], effect: "none" };
    if (!before.silentAt) return { unchanged: true, result };
    const silent = sayDuration(now - before.beatAt.getTime());
    const resumed = { kind: "heartbeat.resumed", subject, payload: { [kind]: name, silent } };
    return { result, entries: [resumed], effect: "none", outbox: [resumed] };
  },
});

function speaker(agent: string | undefined, gateway: string | undefined): { kind: HeartbeatKind; name: string } {
  if (agent !== undefined && gateway === undefined) return { kind: "agent", name: agent };
  if (gateway !== undefined && agent === undefined) return { kind: "gateway", name: gateway };
  throw invalid([{ path: "agent", message: "must be named, or a gateway in its place: one of the two" }]);
}
