import { z } from "zod";
import { identifier } from "@/lib/domain/fields";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { verb } from "../verb";

/** Writes down that a link's time is over, once. It opened nothing any more since that instant: this only tells. */
const expireReport = verb({
  name: "report.expire",
  permission: "report.share",
  input: z.strictObject({ id: identifier }),
  async work({ tx, now, organisationId }, { id }) {
    const at = new Date(now);
    const over = { overAt: null, revokedAt: null, expiresAt: { lte: at } };
    const [row] = await tx.report.updateManyAndReturn({
      where: { organisationId, id, ...over },
      data: { overAt: at },
      select: { pact: true, audience: true, expiresAt: true },
    });
    if (!row) return { unchanged: true, result: null };
    const { pact, audience } = row;
    const payload = { report: id, pact, audience, expiresAt: row.expiresAt.toISOString() };
    const entry = { kind: "report.expired", subject: `report/${id}`, payload };
    return { result: null, entries: [entry], effect: "none", outbox: [entry] };
  },
});

const MOST = 200;

/** Finds every link whose time is over and that nobody revoked, in all organisations, and has each written down. */
export async function expireReports(): Promise<void> {
  const { db, clock } = runtime();
  const due = await db.system((tx) =>
    tx.report.findMany({
      where: { overAt: null, revokedAt: null, expiresAt: { lte: new Date(clock.now()) } },
      select: { organisationId: true, id: true },
      take: MOST,
    }),
  );
  await eachAlone(
    due,
    ({ organisationId, id }) => expireReport(systemActor(organisationId), { id }),
    "some links whose time is over wait for the next sweep",
  );
}
