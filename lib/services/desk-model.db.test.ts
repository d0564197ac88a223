import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { Lane } from "./testing-lane";
import { PER_ROUND, type Plan, planOf } from "./testing-plan";

/** Steps of the comparison; the whole of it in a run that is to be thorough. */
const STEPS = Number(process.env.SURETY_STEPS ?? 5000);
const LANES = 8;
const ROUNDS = 8;

let t: TestRuntime;
let raw: pg.Client;
let foreign: TestOrganisation;
let made = 0;
beforeAll(async () => {
  t = await testRuntime();
  raw = new pg.Client({ connectionString: t.runtime.db.url });
  await raw.connect();
  foreign = await t.organisation("elsewhere");
});
afterAll(async () => {
  await raw?.end();
  await t?.stop();
});

async function newLane(): Promise<Lane> {
  const lane = new Lane(t, await t.organisation(`lane-${++made}`), foreign);
  await lane.begin();
  return lane;
}

/** @param after is called after each step; what it does to the database is none of the model's business */
async function playPlan(plan: Plan, lanes: Lane[], after?: (lane: Lane) => Promise<void>): Promise<string[]> {
  for (const round of plan) {
    t.clock.advance(round.minutes * 60_000);
    const all = await Promise.all(
      lanes.map(async (lane, i) => {
        const found: string[] = [];
        for (const step of round.lanes[i] ?? []) {
          const [answered, should] = await lane.play(step);
          if (answered !== should) found.push(`${JSON.stringify(step)}: ${answered}, should be ${should}`);
          await after?.(lane);
        }
        return [...found, ...(await lane.differences())];
      }),
    );
    if (all.flat().length > 0) return all.flat();
  }
  return [];
}

test(`overrides, reviews and versions do what the model says, over ${STEPS} steps`, { timeout: 300_000 }, async () => {
  let steps = 0;
  const runs = Math.ceil(STEPS / (LANES * ROUNDS * PER_ROUND));
  await fc.assert(
    fc.asyncProperty(planOf(LANES, ROUNDS), async (plan) => {
      const lanes = await Promise.all(Array.from({ length: LANES }, newLane));
      expect(await playPlan(plan, lanes)).toEqual([]);
      steps += lanes.reduce((sum, lane) => sum + lane.steps, 0);
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect(steps).toBeGreaterThanOrEqual(STEPS);
});

/** What somebody could break: a statement, on the newest row that it bears upon. */
const newest = (condition: string) =>
  `(organisation_id, id) = (SELECT organisation_id, id FROM "override" WHERE organisation_id = $1 AND ${condition} ORDER BY id DESC LIMIT 1)`;
const newestReview = (condition: string) =>
  `(organisation_id, id) = (SELECT organisation_id, id FROM review WHERE organisation_id = $1 AND ${condition} ORDER BY id DESC LIMIT 1)`;
const APPROVE = `UPDATE "override" SET state = 'approved', decided_at = created_at WHERE `;
const FAULTS: Record<string, string> = {
  "self-approval": `INSERT INTO override_approval (organisation_id, override_id, member_id, at) SELECT organisation_id, id, requested_by_id, created_at FROM "override" WHERE ${newest("state = 'requested' AND requested_by_id LIKE 'mem%'")}`,
  "approved without its quorum": APPROVE + newest("state = 'requested'"),
  "a replayed approval counts twice":
    APPROVE +
    newest(
      "state = 'requested' AND quorum = 2 AND (SELECT count(*) FROM override_approval a WHERE a.override_id = id) = 1",
    ),
  "lengthened after approval": `UPDATE "override" SET ends_at = ends_at + interval '1 minute' WHERE ${newest("state = 'approved' AND NOT break_glass")}`,
  "widened after approval": `UPDATE "override" SET actions = actions || ARRAY['mail.send'] WHERE ${newest("state = 'approved'")}`,
  "a use that is not counted": `UPDATE "override" SET used = 0 WHERE ${newest("used > 0")}`,
  "a denied one comes back": `UPDATE "override" SET state = 'requested' WHERE ${newest("state = 'denied'")}`,
  "a revoked one comes back": `UPDATE "override" SET state = 'approved' WHERE ${newest("state = 'revoked'")}`,
  "a stale one comes back": `UPDATE "override" SET state = 'approved' WHERE ${newest("state = 'stale'")}`,
  "a break-glass ratified by who broke it": `UPDATE "override" SET ratified_at = created_at, ratified_by_id = requested_by_id WHERE ${newest("break_glass AND ratified_at IS NULL")}`,
  "a settled review changes its answer": `UPDATE review SET state = 'approved' WHERE ${newestReview("state = 'denied'")}`,
  "a review outlives its run": `UPDATE review SET state = 'approved' WHERE ${newestReview("state IN ('pending', 'expired') AND request ->> 'run' IN (SELECT run FROM run_end e WHERE e.organisation_id = $1)")}`,
  "another organisation's hand": `UPDATE "override" SET state = 'denied' WHERE ${newest("state = 'requested'")}`,
  "a demoted approver counts":
    APPROVE +
    newest(
      "state = 'requested' AND (SELECT count(*) FROM override_approval a JOIN member m ON m.organisation_id = a.organisation_id AND m.id = a.member_id WHERE a.override_id = \"override\".id AND m.role = 'operator') > 0",
    ),
};

/** Rows that a statement changes with the database's own guards up, or down; −1: refused. */
async function break_(sql: string, organisation: string, as: string, guards: boolean): Promise<number> {
  await raw.query("BEGIN");
  try {
    if (guards)
      await raw.query("SELECT set_config('role', 'surety_app', true), set_config('surety.organisation', $1, true)", [
        as,
      ]);
    else await raw.query("SET LOCAL session_replication_role = replica"); // words: ok
    const { rowCount } = await raw.query(sql, [organisation]);
    await raw.query("COMMIT");
    return rowCount ?? 0;
  } catch {
    await raw.query("ROLLBACK");
    return -1;
  }
}

const TABLES = ["override", "override_approval", "review"];
const guardless = "SET session_replication_role = replica"; // words: ok

/** What a fault does to the rows of a desk is undone: others are tried at the same place. */
async function undone<T>(organisation: string, work: () => Promise<T>): Promise<T> {
  const each = (statement: (table: string) => string) => TABLES.map((table) => statement(table)).join(";");
  const own = `organisation_id = '${organisation}'`;
  await raw.query(each((table) => `CREATE TEMP TABLE kept_${table} AS SELECT * FROM "${table}" WHERE ${own}`));
  try {
    return await work();
  } finally {
    const back = each((table) => `DELETE FROM "${table}" WHERE ${own}; INSERT INTO "${table}" TABLE kept_${table}`);
    await raw.query(
      `${guardless}; ${back}; ${each((table) => `DROP TABLE kept_${table}`)}; RESET session_replication_role`,
    );
  }
}

/** Tries a fault on a desk that stands as the model says. @returns what the model finds; null where there is no place for it */
async function triedOn(lane: Lane, name: string, sql: string): Promise<string[] | null> {
  const foreigner = name === "another organisation's hand";
  const own = lane.home.id;
  const withGuards = await break_(sql, own, foreigner ? foreign.id : own, true);
  if (withGuards > 0) throw new Error(`${name}: the database let it through`);
  if (!foreigner && withGuards === 0) return null;
  return undone(own, async () => ((await break_(sql, own, own, false)) > 0 ? lane.differences() : null));
}

describe("faults", () => {
  const found = new Map<string, string[]>();
  beforeAll(async () => {
    for (let i = 0; i < 12 && found.size < Object.keys(FAULTS).length; i++) {
      const plan = fc.sample(planOf(1, 6), { numRuns: 1, seed: i + 35 })[0] as Plan;
      const differences = await playPlan(plan, [await newLane()], async (lane) => {
        for (const [name, sql] of Object.entries(FAULTS)) {
          const seen = found.has(name) ? null : await triedOn(lane, name, sql);
          if (seen) found.set(name, seen);
        }
      });
      expect(differences).toEqual([]);
    }
  }, 120_000);

  test.for(Object.keys(FAULTS))("%s: the database refuses it, and without its guards the model finds it", (name) => {
    expect(found.get(name)?.length).toBeGreaterThan(0);
  });
});
