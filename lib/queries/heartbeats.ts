import { type HeartbeatView, heartbeatView } from "@/lib/db/heartbeats";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

/** Agents and gateways that said that they run: the silent first, then by name. */
export async function listHeartbeats(actor: Actor): Promise<HeartbeatView[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const rows = await tx.heartbeat.findMany({
      where: { organisationId },
      orderBy: [{ kind: "asc" }, { name: "asc" }],
    });
    const views = rows.map((row) => heartbeatView(row, now));
    return [...views.filter(({ state }) => state === "silent"), ...views.filter(({ state }) => state === "live")];
  });
}
