import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { isSuretyError } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { Desk, type Outcome, type Step, WHO, type Who } from "@/lib/domain/testing-desk";
import { overridePage } from "@/lib/queries/overrides";
import { reviewPage } from "@/lib/queries/reviews";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { changeMember } from "./members/change";
import { amendOverride } from "./overrides/amend";
import { approveOverride } from "./overrides/approve";
import { denyOverride } from "./overrides/deny";
import { ratifyOverride } from "./overrides/ratify";
import { requestOverride } from "./overrides/request";
import { revokeOverride } from "./overrides/revoke";
import { withdrawOverride } from "./overrides/withdraw";
import { approvePact } from "./pacts/approve";
import { publishPact } from "./pacts/publish";
import { savePact } from "./pacts/save";
import { submitPact } from "./pacts/submit";
import { approveReview } from "./reviews/approve";
import { claimReview } from "./reviews/claim";
import { denyReview } from "./reviews/deny";
import { endRun } from "./runs/end";

/** Steps of the comparison; the whole of it in a run that is to be thorough. */
const STEPS = Number(process.env.SURETY_STEPS ?? 5000);
const LANES = 8;
const ROUNDS = 8;
const PER_ROUND = 10;
const HOUR = 3_600_000;

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

const who = fc.constantFrom(...WHO, "approver" as const, "approver2" as const, "owner" as const);
const clause = fc.constantFrom("cites" as const, "fast" as const);
const at = fc.nat(30);
const run = fc.constantFrom("run-1", "run-2");
const word = fc.constantFrom("approve", "approve", "approve", "deny", "withdraw", "revoke", "amend", "ratify");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("ask" as const),
      by: who,
      clause,
      hours: fc.integer({ min: 1, max: 8 }),
      uses: fc.constantFrom(null, null, 1, 2),
      glass: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: word, by: who, at }) as fc.Arbitrary<Step> },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("foreign" as const), at }) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant("decide" as const), clause, run: fc.option(run) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("grantReview" as const, "denyReview" as const, "claim" as const),
      by: who,
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("endRun" as const), run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("publish" as const), clause }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("role" as const), approves: fc.boolean() }) },
);
const minutes = fc.constantFrom(0, 1, 5, 20, 45, 90, 400, 1500);
const lanesOf = (lanes: number) =>
  fc.array(fc.array(step, { minLength: PER_ROUND, maxLength: PER_ROUND }), { minLength: lanes, maxLength: lanes });
const planOf = (lanes: number, rounds: number) =>
  fc.array(fc.record({ minutes, lanes: lanesOf(lanes) }), { minLength: rounds, maxLength: rounds });

/** One desk: the organisation, and what the model thinks of it. */
class Lane {
  readonly desk = new Desk();
  private texts = { cites: 0, fast: 0 };
  steps = 0;
  constructor(readonly home: TestOrganisation) {}

  private actor(name: Who): Actor {
    const actor = this.home[name];
    return name === "approver2" && !this.desk.second ? ({ ...actor, role: "operator" } as Actor) : actor;
  }
  private document = () =>
    testPact((written) => {
      const [cites, fast] = written.clauses;
      Object.assign(cites?.on as object, { missing: "review" });
      Object.assign(cites as object, { obligation: `Text ${this.texts.cites}.` });
      Object.assign(fast as object, { obligation: `Text ${this.texts.fast}.` });
    });
  begin = () => storePact(t.runtime.db, this.home.id, this.document());

  /** Runs a step here and in the model. @returns what was answered, and what should have been */
  async play(step: Step): Promise<[Outcome | string, Outcome | string]> {
    this.steps++;
    this.desk.now = t.clock.now();
    switch (step.do) {
      case "ask": {
        const should = this.desk.mayAsk(step);
        const { clause, glass, uses, hours } = step;
        const asked = outcomeOf(
          requestOverride(this.actor(step.by), {
            ...{ agent: "refund-bot", pact: "refunds", clause, triggers: ["missing"] },
            ...{ actions: clause === "cites" ? ["payments.refund"] : ["orders.*"], maxUses: uses, breakGlass: glass },
            endsAt: new Date(this.desk.now + (glass ? 1 : hours) * HOUR).toISOString(),
            reason: "The lab is down and refunds are due.",
          }),
        );
        const { outcome, result } = await asked;
        if (result) this.desk.ask(step, result.id);
        return [outcome, should];
      }
      case "decide": {
        const action = step.clause === "cites" ? "payments.refund" : "orders.read";
        const request = {
          agent: "refund-bot",
          action,
          context: { amount: 10 },
          ...(step.run ? { run: step.run } : {}),
        };
        const [record] = await t.runtime.recorder.ask(this.home.id, [request]);
        return [record?.answer.verdict ?? "none", this.desk.decide(step.clause, step.run, record?.review?.id ?? null)];
      }
      case "endRun":
        this.desk.endRun(step.run);
        return [(await outcomeOf(endRun(this.home.service, { agent: "refund-bot", run: step.run }))).outcome, "ok"];
      case "publish":
        return [await this.publish(step.clause), "ok"];
      case "role":
        this.desk.second = step.approves;
        await changeMember(this.home.owner, {
          member: this.home.approver2.id,
          role: step.approves ? "approver" : "operator",
        });
        return ["ok", "ok"];
      case "grantReview":
      case "denyReview":
      case "claim": {
        const one = this.desk.reviews.at(-1 - (step.at % Math.max(1, this.desk.reviews.length)));
        if (!one) return ["ok", "ok"];
        const verb = { grantReview: approveReview, denyReview, claim: claimReview }[step.do] as typeof denyReview;
        const should = this.desk.review(step.do, step.by, one);
        return [(await outcomeOf(verb(this.actor(step.by), { id: one.id }))).outcome, should];
      }
      default:
        return this.word(step);
    }
  }

  private async word(
    step: Extract<Step, { do: "approve" | "deny" | "withdraw" | "revoke" | "amend" | "ratify" | "foreign" }>,
  ): Promise<[Outcome, Outcome]> {
    const one = this.desk.overrides.at(-1 - (step.at % Math.max(1, this.desk.overrides.length)));
    if (!one) return ["ok", "ok"];
    if (step.do === "foreign")
      return [(await outcomeOf(approveOverride(foreign.approver, { id: one.id }))).outcome, "not_found"];
    const more = step.do === "amend" ? { endsAt: new Date(one.endsAt + HOUR).toISOString() } : {};
    const verb = {
      approve: approveOverride,
      deny: denyOverride,
      withdraw: withdrawOverride,
      revoke: revokeOverride,
      amend: amendOverride,
      ratify: ratifyOverride,
    }[step.do] as typeof denyOverride;
    const should = this.desk.word(step.do, step.by, one);
    return [(await outcomeOf(verb(this.actor(step.by), { id: one.id, ...more }))).outcome, should];
  }

  private async publish(clause: "cites" | "fast"): Promise<Outcome> {
    this.texts[clause]++;
    this.desk.publish(clause);
    const text = JSON.stringify(this.document());
    const { hash } = (await savePact(this.home.author, { pact: "refunds", text, format: "json" })).result;
    await submitPact(this.home.author, { pact: "refunds", hash });
    await approvePact(this.home.approver, { pact: "refunds", hash });
    return (await outcomeOf(publishPact(this.home.author, { pact: "refunds", hash }))).outcome;
  }

  /** Where the database and the model differ. */
  async differences(): Promise<string[]> {
    const now = t.clock.now();
    this.desk.now = now;
    const [overrides, reviews] = await Promise.all([
      overridePage(this.home.auditor, {}, 1000, now),
      reviewPage(this.home.auditor, {}, 1000, now),
    ]);
    const nameOf = (id: string) => WHO.find((name) => this.home[name].id === id) ?? id;
    const real = overrides.map((o) => [
      o.id,
      o.state,
      Date.parse(o.endsAt),
      o.used,
      o.actions.length,
      o.approvals.map(({ member }) => nameOf(member.id)).sort(),
      o.breakGlass?.ratification === "ratified",
    ]);
    const ours = this.desk.overrides.map((o) => [
      o.id,
      this.desk.shown(o),
      o.endsAt,
      o.used,
      1,
      [...o.approvals].sort(),
      o.ratified,
    ]);
    const lines = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row));
    const seen = lines([...real, ...reviews.map((r) => [r.id, r.state])]).sort();
    const thought = lines([...ours, ...this.desk.reviews.map((r) => [r.id, this.desk.shownReview(r)])]).sort();
    return [
      ...seen.filter((line) => !thought.includes(line)).map((line) => `is ${line}`),
      ...thought.filter((line) => !seen.includes(line)).map((line) => `should be ${line}`),
    ];
  }
}

async function outcomeOf<T>(work: Promise<{ result: T }>): Promise<{ outcome: Outcome; result: T | null }> {
  try {
    return { outcome: "ok", result: (await work).result };
  } catch (error) {
    if (!isSuretyError(error)) throw error;
    return { outcome: error.kind as Outcome, result: null };
  }
}

async function newLane(): Promise<Lane> {
  const lane = new Lane(await t.organisation(`lane-${++made}`));
  await lane.begin();
  return lane;
}

type Plan = { minutes: number; lanes: Step[][] }[];
/** @param after is called after each step; what it does to the database is none of the model's business */
async function playPlan(
  plan: Plan,
  lanes: Lane[],
  after?: (lane: Lane, step: Step) => Promise<void>,
): Promise<string[]> {
  for (const round of plan) {
    t.clock.advance(round.minutes * 60_000);
    const all = await Promise.all(
      lanes.map(async (lane, i) => {
        const found: string[] = [];
        for (const step of round.lanes[i] ?? []) {
          const [answered, should] = await lane.play(step);
          if (answered !== should) found.push(`${JSON.stringify(step)}: ${answered}, should be ${should}`);
          await after?.(lane, step);
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
  "lengthened after approval": `UPDATE "override" SET ends_at = ends_at + interval '1 minute' WHERE ${newest("state = 'approved'")}`,
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

test.for(Object.entries(FAULTS))(
  "%s: the database refuses it, and without its guards the model finds it",
  { timeout: 120_000 },
  async ([name, sql]) => {
    let refused = 0;
    let seeded = 0;
    const found = await (async () => {
      for (let i = 0; i < 12; i++) {
        const plan = fc.sample(planOf(1, 6), { numRuns: 1, seed: i + 7 })[0] as Plan;
        const lane = await newLane();
        const differences = await playPlan(plan, [lane], async () => {
          if (seeded > 0) return;
          const as = name === "another organisation's hand" ? foreign.id : lane.home.id;
          const withGuards = await break_(sql, lane.home.id, as, true);
          if (as === foreign.id ? withGuards === 0 : withGuards === -1) refused++;
          else if (withGuards > 0) throw new Error("the database let it through");
          seeded = Math.max(0, await break_(sql, lane.home.id, lane.home.id, false));
        });
        if (seeded > 0) return differences;
      }
      return [];
    })();
    expect(refused).toBeGreaterThan(0);
    expect(found.length).toBeGreaterThan(0);
  },
);
