import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { HEARTBEAT_KINDS } from "@/lib/domain/heartbeat";
import { verb } from "../verb";

/** Says that an agent or a gateway is not waited for any more. @throws SuretyError not_found */
export const forgetHeartbeat = verb({
  name: "heartbeat.forget",
  permission: "agent.write",
  input: z.strictObject({ kind: z.enum(HEARTBEAT_KINDS), name: slug }),
  async work({ tx, organisationId }, { kind, name }) {
    const { count } = await tx.heartbeat.deleteMany({ where: { organisationId, kind, name } });
    if (count === 0) throw notFound();
    const subject = `heartbeat/${kind}/${name}`;
    return {
      result: { kind, name },
      entries: [{ kind: "heartbeat.forgotten", subject, payload: { kind, name } }],
      effect: "none",
    };
  },
});
