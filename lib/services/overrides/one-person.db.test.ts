import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { isSuretyError } from "@/lib/domain/errors";
import { overrideById } from "@/lib/queries/overrides";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { amendOverride } from "./amend";
import { approveOverride } from "./approve";
import { requestOverride } from "./request";

let t: TestRuntime;
let org: TestOrganisation;
let pool: pg.Pool;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact());
  pool = new pg.Pool({ connectionString: t.runtime.db.url, max: 8 });
});
afterAll(async () => {
  await pool?.end();
  await t?.stop();
});

const HOUR = 3_600_000;
const EIGHT = Array.from({ length: 8 });
const ask = async (by = org.approver) =>
  (
    await requestOverride(by, {
      ...{ agent: "refund-bot", pact: "refunds", clause: "cites", triggers: ["missing"], actions: ["payments.refund"] },
      ...{ endsAt: new Date(t.clock.now() + HOUR).toISOString(), reason: "The lab is down and refunds are due." },
    })
  ).result.id;
const refused = (work: Promise<unknown>) =>
  work.then(
    () => false,
    (error) => isSuretyError(error),
  );
const seen = (id: string) => overrideById(org.auditor, id, t.clock.now());

test("1,000 tries of 8 parallel approvals by whoever asked give zero approvals, in the database itself", async () => {
  const id = await ask();
  const attempts = { refused: 0, through: 0 };
  const insert = `INSERT INTO override_approval (organisation_id, override_id, member_id, at) VALUES ($1, $2, $3, now())`;
  const settle = `UPDATE "override" SET state = 'approved', decided_at = created_at WHERE organisation_id = $1 AND id = $2`;
  const lane = async () => {
    const client = await pool.connect();
    await client.query("SELECT set_config('surety.organisation', $1, false)", [org.id]);
    for (let i = 0; i < 1000; i++) {
      const statement =
        i % 10 === 9 ? client.query(settle, [org.id, id]) : client.query(insert, [org.id, id, org.approver.id]);
      await statement.then(
        () => attempts.through++,
        () => attempts.refused++,
      );
    }
    client.release();
  };
  await Promise.all(EIGHT.map(lane));
  expect(attempts).toEqual({ refused: 8000, through: 0 });
  expect(await seen(id)).toMatchObject({ state: "requested", approvals: [] });
}, 60_000);

test("eight words at once by whoever asked, or widened it last, are all refused", async () => {
  const id = await ask();
  const own = await Promise.all(EIGHT.map(() => refused(approveOverride(org.approver, { id }))));
  expect(own).toEqual(EIGHT.map(() => true));
  const another = await ask(org.operator);
  const endsAt = new Date(t.clock.now() + 2 * HOUR).toISOString();
  await amendOverride(org.approver2, { id: another, endsAt });
  const widener = await Promise.all(EIGHT.map(() => refused(approveOverride(org.approver2, { id: another }))));
  expect(widener).toEqual(EIGHT.map(() => true));
  for (const one of [id, another]) expect(await seen(one)).toMatchObject({ state: "requested", approvals: [] });
});

test("eight words at once by one approver count once: a quorum of two stays open", async () => {
  const id = await ask(org.operator);
  const words = await Promise.all(EIGHT.map(() => refused(approveOverride(org.approver, { id }))));
  expect(words.filter((one) => !one)).toHaveLength(1);
  const after = await seen(id);
  expect(after.state).toBe("requested");
  expect(after.approvals.map(({ member }) => member.id)).toEqual([org.approver.id]);
});
