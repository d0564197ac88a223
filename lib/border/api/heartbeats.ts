import { z } from "zod";
import { HEARTBEAT_KINDS } from "@/lib/domain/heartbeat";
import { listHeartbeats } from "@/lib/queries/heartbeats";
import { forgetHeartbeat } from "@/lib/services/heartbeats/forget";
import { heartbeatBody, sendHeartbeat } from "@/lib/services/heartbeats/send";
import { type Route, reply, route } from "../route";
import { time } from "./common-schemas";

const tag = "Observations";

const heartbeatJson = z
  .object({
    kind: z.enum(HEARTBEAT_KINDS),
    name: z.string(),
    state: z.enum(["live", "silent"]),
    everySeconds: z.number(),
    release: z.string().nullable(),
    revision: z.int().nullable(),
    firstAt: time,
    beatAt: time,
    silentFrom: time.describe("When it counts as silent, unless it is heard from: three times as long as it said"),
  })
  .meta({ id: "Heartbeat", description: "An agent's or a gateway's word that it runs" });

export const heartbeatRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/heartbeats",
    summary: "Say that an agent or a gateway runs, and how often it says so; three missed, and people are told",
    tag,
    permission: "heartbeat.send",
    body: heartbeatBody,
    response: heartbeatJson,
    handle: async ({ actor, body, idempotent }) => (await sendHeartbeat(actor, body, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/heartbeats",
    summary: "Agents and gateways that said that they run, the silent first",
    tag,
    permission: "read",
    response: z.object({ items: z.array(heartbeatJson) }),
    handle: async ({ actor }) => ({ items: await listHeartbeats(actor) }),
  }),
  ...HEARTBEAT_KINDS.map((kind) =>
    route({
      method: "DELETE",
      path: `/api/v1/heartbeats/${kind}s/{name}`,
      summary: `Say that this ${kind} is not waited for any more`,
      tag,
      permission: "agent.write",
      status: 204,
      async handle({ actor, params }) {
        await forgetHeartbeat(actor, { kind, name: params.name ?? "" });
        return reply({ status: 204 });
      },
    }),
  ),
];
