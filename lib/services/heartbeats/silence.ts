import { z } from "zod";
import { sayDuration } from "@/lib/domain/duration";
import { slug } from "@/lib/domain/fields";
import { EVERY_MS, HEARTBEAT_KINDS, silentFrom } from "@/lib/domain/heartbeat";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { verb } from "../verb";

/** Tells, once, that an agent or a gateway was not heard from three times as long as it said. */
const tellSilence = verb({
  name: "heartbeat.silent",
  permission: "heartbeat.send",
  input: z.strictObject({ kind: z.enum(HEARTBEAT_KINDS), name: slug }),
  async work({ tx, now, organisationId }, { kind, name }) {
    const row = await tx.heartbeat.findUnique({
      where: { organisationId_kind_name: { organisationId, kind, name } },
    });
    if (!row || now < silentFrom(row.beatAt.getTime(), row.everyMs)) return { unchanged: true, result: false };
    const { count } = await tx.heartbeat.updateMany({
      where: { organisationId, kind, name, silentAt: null, beatAt: row.beatAt },
      data: { silentAt: new Date(now) },
    });
    if (count === 0) return { unchanged: true, result: false };
    const payload = { [kind]: name, since: row.beatAt.toISOString(), every: sayDuration(row.everyMs) };
    const silent = { kind: "heartbeat.silent", subject: `heartbeat/${kind}/${name}`, payload };
    return { result: true, entries: [silent], effect: "none", outbox: [silent] };
  },
});

/** Finds whoever fell silent, in all organisations. */
export async function watchSilence(): Promise<void> {
  const { db, clock } = runtime();
  const now = clock.now();
  const rows = await db.system((tx) =>
    tx.heartbeat.findMany({ where: { silentAt: null, beatAt: { lt: new Date(now - EVERY_MS.least) } } }),
  );
  const silent = rows.filter(({ beatAt, everyMs }) => now >= silentFrom(beatAt.getTime(), everyMs));
  await eachAlone(
    silent,
    ({ organisationId, kind, name }) => tellSilence(systemActor(organisationId), { kind: kind as "agent", name }),
    "some silent agents wait for the next sweep",
  );
}
