import { z } from "zod";
import { endRun, endRunInput } from "@/lib/services/runs/end";
import { route } from "../route";
import { time } from "./common-schemas";

export const runRoutes = [
  route({
    method: "POST",
    path: "/api/v1/runs/end",
    summary:
      "Say that a run is over: what it asked for and nobody has answered counts as denied, and is never approved",
    tag: "Decisions",
    permission: "decision.ask",
    body: endRunInput,
    response: z.object({
      agent: z.string(),
      run: z.string(),
      endedAt: time,
      reviews: z.array(z.string()).describe("Reviews that ended with it just now"),
    }),
    handle: async ({ actor, body, idempotent }) => (await endRun(actor, body, { idempotent })).result,
  }),
];
