import { z } from "zod";
import { retireTwins } from "@/lib/db/drills";
import { verb } from "../verb";

/** A drill lets its twins go: what was put into them is lifted, resolved and cleared, and they are asked no more. */
export const dismissTwins = verb({
  name: "drill.dismiss",
  permission: "drill.run",
  input: z.strictObject({}),
  async work({ tx, now, actor, organisationId }) {
    const retired = await retireTwins(tx, organisationId, actor.id, now);
    if (retired === 0) return { unchanged: true, result: retired };
    return {
      result: retired,
      entries: [{ kind: "twins.dismissed", subject: `drill/${actor.id}`, payload: { twins: retired } }],
      effect: "loosens",
    };
  },
});
