import type { Entry } from "@/lib/db/change";
import { ledgered } from "@/lib/db/ledgered";
import type { TestOrganisation, TestRuntime } from "./testing";

/** Makes this many entries for a suite, numbered, written to tiles and signed. */
export async function makeEntries(t: TestRuntime, { id, owner }: TestOrganisation, count: number): Promise<void> {
  const { db, ids, sequencer } = t.runtime;
  const entry = (_: unknown, i: number) => ({
    kind: "team.changed",
    subject: `team/t${i}`,
    payload: { name: `Team ${i}`, size: i },
  });
  const entries: [Entry, ...Entry[]] = [entry(null, 0), ...Array.from({ length: count - 1 }, entry)];
  const unit = { organisationId: id, actor: owner, now: t.clock.now(), ids };
  await ledgered(db, unit, async () => ({ result: null, entries, effect: "none" as const }));
  await sequencer.settle(id);
}
