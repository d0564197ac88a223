import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { identifier } from "@/lib/domain/fields";
import { verb } from "../verb";

const revokeSessionInput = z.strictObject({ session: identifier });

/** Ends one of the member's own sessions: a browser left behind. */
export const revokeSession = verb({
  name: "session.revoke",
  permission: "self.write",
  input: revokeSessionInput,
  async work({ tx, actor, now, organisationId }, { session: id }) {
    const open = { organisationId, id, memberId: actor.id, revokedAt: null };
    const ended = await tx.session.updateMany({ where: open, data: { revokedAt: new Date(now) } });
    if (ended.count === 0) throw notFound();
    return {
      result: { session: id },
      entries: [{ kind: "session.revoked", subject: `member/${actor.id}`, payload: { session: id } }],
      effect: "none",
    };
  },
});
