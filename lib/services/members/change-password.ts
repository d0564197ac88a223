import { z } from "zod";
import { hashPassword, isPassword } from "@/lib/db/secrets";
import { invalidField, notFound, SuretyError } from "@/lib/domain/errors";
import { identifier } from "@/lib/domain/fields";
import { newPassword } from "@/lib/domain/password";
import { rateLimit } from "@/lib/runtime/rate-limit";
import { verb } from "../verb";
import { endSessions, presentMember } from "./shared";

const changePasswordInput = z.strictObject({
  current: z.string({ error: "must be your current password" }).max(200, { error: "is not your current password" }),
  next: newPassword,
  /** The session that goes on; all others of the member end. */
  session: identifier.optional(),
});

const GUESSES = 10;
const GUESSES_MS = 15 * 60_000;

/** Changes the member's own password, and ends their other sessions. */
export const changePassword = verb({
  name: "member.change_password",
  permission: "self.write",
  input: changePasswordInput,
  async work({ tx, actor, now, organisationId }, { current, next, session }) {
    if (actor.type !== "member") throw notFound();
    const guesses = rateLimit("password changes", GUESSES, GUESSES_MS);
    if (guesses.isFull(actor.id, now)) {
      throw new SuretyError("too_many", "Too many wrong passwords. Try again in a quarter of an hour.", {
        retryAfter: GUESSES_MS / 1000,
      });
    }
    const member = await presentMember(tx, organisationId, actor.id);
    if (!(await isPassword(current, member.passwordHash))) {
      guesses.count(actor.id, now);
      throw invalidField("current", "is not your current password");
    }
    guesses.clear(actor.id);
    await tx.member.update({
      where: { organisationId_id: { organisationId, id: actor.id } },
      data: { passwordHash: await hashPassword(next), failedSignIns: 0, lockedUntil: null },
    });
    await endSessions(tx, organisationId, actor.id, now, session);
    return {
      result: { member: actor.id },
      entries: [{ kind: "member.password_changed", subject: `member/${actor.id}`, payload: {} }],
      effect: "none",
    };
  },
});
