import { z } from "zod";
import type { Change } from "@/lib/db/change";
import type { OpenReport } from "@/lib/db/reports";
import { isPassword } from "@/lib/db/secrets";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { verb } from "../verb";

/** Wrong passcodes in a row that lock a link, and for how long. */
const MOST_TRIES = 10;
const LOCKED_MS = 15 * 60_000;

/** Whether a passcode is the report's; each try is counted, and while the link is locked none is right. */
export async function tryPasscode(report: OpenReport, passcode: string): Promise<boolean> {
  if (report.lockedUntil !== null && runtime().clock.now() < report.lockedUntil) return false;
  const right = await isPassword(passcode, report.passcodeHash);
  await countPasscodeTry(systemActor(report.organisationId), { id: report.id, right });
  return right;
}

/** Counts a try at a report's passcode; the tenth wrong one in a row locks the link for a quarter of an hour. */
const countPasscodeTry = verb({
  name: "report.try",
  permission: "read",
  input: z.strictObject({ id: z.string(), right: z.boolean() }),
  async work({ tx, now, organisationId }, { id, right }): Promise<Change<null>> {
    const where = { organisationId_id: { organisationId, id } };
    if (right) {
      await tx.report.update({ where, data: { failedTries: 0, lockedUntil: null } });
      return { unchanged: true, result: null };
    }
    const { failedTries } = await tx.report.update({ where, data: { failedTries: { increment: 1 } } });
    if (failedTries % MOST_TRIES !== 0) return { unchanged: true, result: null };
    await tx.report.update({ where, data: { lockedUntil: new Date(now + LOCKED_MS) } });
    return {
      result: null,
      entries: [{ kind: "report.locked", subject: `report/${id}`, payload: { tries: failedTries } }],
      effect: "none",
    };
  },
});
