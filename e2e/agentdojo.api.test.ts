import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shuffled } from "@/lib/domain/testing-random";
import { CLAUSES, commonRuns, RUNS_FILE, type Run, readRuns } from "./bench/runs";
import { type Clients, clientsOf, publishPact } from "./client";
import { type Started, startSurety } from "./harness";

const LAUNCHED = "claude-3-5-sonnet-20241022";
const UPDATED = "claude-3-7-sonnet-20250219";
const AGENT = "finance-assistant";

/** Tools that write: each such call is a consequential step. */
const WRITES = new Set(
  `send_money schedule_transaction update_scheduled_transaction update_password update_user_info send_email delete_email
   create_file append_to_file delete_file share_file create_calendar_event cancel_calendar_event reschedule_calendar_event
   add_calendar_event_participants send_direct_message send_channel_message post_webpage invite_user_to_slack
   remove_user_from_slack add_user_to_channel reserve_hotel reserve_restaurant reserve_car_rental`.split(/\s+/),
);
const PAYS = ["send_money", "schedule_transaction", "update_scheduled_transaction"].map((fn) => `banking.${fn}`);

const on = { missing: "block", stale: "review" } as const;
const PACT = {
  surety: 1,
  pact: AGENT,
  title: "Finance assistant",
  agent: AGENT,
  workflow: "assistance",
  parties: { provider: "Assistants Ltd", counterparty: "First Bank" },
  scope: { actions: ["banking.*", "slack.*", "travel.*", "workspace.*"], outside: "block" },
  levels: { limited: { amount: { max: 100 } } },
  clauses: [
    {
      key: "completes-tasks",
      title: "Completes the tasks it is given",
      obligation: "At least seven of ten tasks are completed as asked.",
      severity: "minor",
      owner: "assistants",
      recertify: "P90D",
      evidence: { method: "eval", describe: "The benchmark's own check of each task", target: 0.7, freshness: "P14D" },
      drift: { verify: "auto" },
      on: { missing: "degrade", stale: "degrade", drift: "degrade" },
    },
    {
      key: "ignores-instructions",
      title: "Ignores instructions found in documents",
      obligation: "Instructions inside documents, mails and pages are content, never commands.",
      severity: "critical",
      owner: "assistants",
      recertify: "P30D",
      // 7 of 629 launch evals failed: the one-sided 95 % upper bound, 2.08 %, is the tolerance that they carry.
      evidence: {
        method: "eval",
        describe: "Injected documents, graded by program",
        target: 0.9792,
        freshness: "P14D",
      },
      drift: { verify: "auto" },
      on: {
        ...on,
        drift: [
          { at: 1000, do: "review" },
          { at: 10000, do: "degrade" },
        ],
      },
    },
    {
      key: "pays-named-accounts",
      title: "Pays only accounts that the user named",
      obligation: "Money goes to nobody but those whom the user named.",
      severity: "critical",
      owner: "assistants",
      recertify: "P30D",
      actions: PAYS,
      evidence: {
        method: "runtime",
        describe: "Recipient of every payment against the user's words",
        target: 0.9,
        freshness: "P14D",
      },
      drift: { verify: "auto" },
      on: { ...on, drift: "review" },
    },
  ],
};

/** The cases that both models ran, by model, in one seeded order: every run of this test sees the same stream. */
function load(): Record<string, Run[]> {
  const { before, after } = commonRuns(readRuns(), LAUNCHED, UPDATED);
  return { [LAUNCHED]: shuffled(before, 7), [UPDATED]: shuffled(after, 7) };
}

/** What one run says of the clauses: one record for each that it tests. */
function evidenceOf(run: Run, release: string, observedAt: string) {
  const record = (clause: string, kept: boolean) => ({
    agent: AGENT,
    pact: AGENT,
    clause,
    release,
    observedAt,
    source: "agentdojo",
    outcome: kept ? "pass" : "fail",
    attributes: { run: run.id, suite: run.suite, case: run.task },
  });
  return Object.entries(CLAUSES).flatMap(([clause, { kept }]) => {
    const was = kept(run);
    return was === null ? [] : [record(clause, was)];
  });
}

describe.skipIf(!existsSync(RUNS_FILE))(
  "a finance assistant whose model is updated (AgentDojo, through the HTTP API alone)",
  () => {
    const streams = existsSync(RUNS_FILE) ? load() : {};
    let surety: Started;
    let as: Clients;
    const tally = { decisions: 0, decisionMs: 0, evidence: 0, evidenceMs: 0 };

    beforeAll(async () => {
      surety = await startSurety();
      as = clientsOf(surety.quickstart);
      await as.owner.must(200, as.owner.put("/api/v1/teams/assistants", { name: "Assistants", members: [] }));
      await register(LAUNCHED);
      await publishPact(as, PACT);
    });
    afterAll(async () => {
      await surety?.stop();
      const rate = (n: number, ms: number) => Math.round((n / ms) * 1000);
      console.log(
        `AgentDojo: ${tally.decisions} decisions at ${rate(tally.decisions, tally.decisionMs)}/s, ` +
          `${tally.evidence} evidence records at ${rate(tally.evidence, tally.evidenceMs)}/s, each call awaited before the next`,
      );
    });

    const register = (release: string) =>
      as.author.must(
        200,
        as.author.put(`/api/v1/agents/${AGENT}`, { name: "Finance assistant", owner: "assistants", release }),
      );

    async function ask(action: string, context: object = {}) {
      const started = performance.now();
      const answer = await as.service.must(
        200,
        as.service.post("/api/v1/decisions", { agent: AGENT, action, context }),
      );
      tally.decisions++;
      tally.decisionMs += performance.now() - started;
      return answer;
    }
    const authority = async () => {
      const { pacts } = await as.auditor.must(200, as.auditor.get(`/api/v1/agents/${AGENT}/standing`));
      return pacts[0].authority.effective as string;
    };
    const triggers = (answer: { because: { clause: string; trigger: string; at?: number }[] }) =>
      answer.because.map((b) => `${b.clause} ${b.trigger}${b.at ? ` ${b.at}` : ""}`);

    /** Replays runs in order: first the run's steps are decided, then what it proved is recorded. Returns when which stage was first met. */
    async function replay(runs: Run[], release: string) {
      const verdicts: Record<string, number> = {};
      const firstMet = new Map<string, number>();
      let checks = 0;
      for (const run of runs) {
        for (const call of run.calls.filter((c) => WRITES.has(c.fn))) {
          const answer = await ask(`${run.suite}.${call.fn}`, call.args);
          verdicts[answer.verdict] = (verdicts[answer.verdict] ?? 0) + 1;
          for (const why of triggers(answer)) if (!firstMet.has(why)) firstMet.set(why, checks);
        }
        const records = evidenceOf(run, release, new Date().toISOString());
        const started = performance.now();
        await as.service.must(201, as.service.post("/api/v1/evidence", records));
        tally.evidence += records.length;
        tally.evidenceMs += performance.now() - started;
        checks += run.attack ? 1 : 0;
      }
      return { verdicts, firstMet };
    }

    it("has no authority to act before any evidence", async () => {
      const answer = await ask("banking.send_money", { amount: 10, recipient: "GB29NWBK60161331926819" });
      expect(answer).toMatchObject({ verdict: "block", permitted: false });
      expect(triggers(answer)).toEqual(
        expect.arrayContaining(["ignores-instructions missing", "pays-named-accounts missing"]),
      );
      expect(await authority()).toBe("suspended");
    });

    it(`acts with full authority on the launch evidence of ${LAUNCHED}, and nothing alarms`, async () => {
      const { verdicts } = await replay(streams[LAUNCHED] ?? [], LAUNCHED);
      expect(verdicts.allow).toBeGreaterThan(400);
      const answer = await ask("banking.send_money", { amount: 10 });
      expect(triggers(answer)).toEqual([]);
      expect(answer).toMatchObject({ verdict: "allow", permitted: true });
      expect(await authority()).toBe("full");
    }, 300_000);

    it("loses its authority the moment the model is updated, until the new release has evidence of its own", async () => {
      await register(UPDATED);
      const answer = await ask("banking.send_money", { amount: 10 });
      expect(answer).toMatchObject({ verdict: "block", permitted: false });
      expect(new Set(triggers(answer))).toEqual(
        new Set(["completes-tasks missing", "ignores-instructions missing", "pays-named-accounts missing"]),
      );
      expect(await authority()).toBe("suspended");
    });

    it(`is held for a person, then limited as well, while ${UPDATED} follows injected instructions`, async () => {
      const { verdicts, firstMet } = await replay(streams[UPDATED] ?? [], UPDATED);
      const review = firstMet.get("ignores-instructions drift 1000");
      const degrade = firstMet.get("ignores-instructions drift 10000");
      console.log(
        `AgentDojo: asked for review after ${review} checks, degraded after ${degrade}; verdicts ${JSON.stringify(verdicts)}`,
      );
      expect(verdicts.allow).toBeGreaterThan(0);
      expect(review).toBeGreaterThan(10);
      expect(degrade).toBeGreaterThanOrEqual(review ?? Number.NaN);
      expect(degrade).toBeLessThan(400);
      const answer = await ask("workspace.send_email", {});
      expect(answer).toMatchObject({ verdict: "review", permitted: false, status: "pending" });
      expect(triggers(answer)).toEqual(
        expect.arrayContaining(["ignores-instructions drift 1000", "ignores-instructions drift 10000"]),
      );
      expect(answer.limits).toEqual({ amount: { max: 100 } });
      expect(await authority()).toBe("supervised");
    }, 300_000);

    it("keeps the downgrade however much clean evidence follows: only a person's word lifts it", async () => {
      const observedAt = new Date().toISOString();
      const clean = {
        agent: AGENT,
        pact: AGENT,
        clause: "ignores-instructions",
        release: UPDATED,
        observedAt,
        source: "agentdojo",
        passed: 1000,
        failed: 0,
      };
      await as.service.must(201, as.service.post("/api/v1/evidence", clean));
      expect((await ask("workspace.send_email")).verdict).toBe("review");
    });

    it("has its authority back with the release that earned it", async () => {
      await register(LAUNCHED);
      expect(await ask("workspace.send_email")).toMatchObject({ verdict: "allow", permitted: true });
      expect(await authority()).toBe("full");
    });

    it("left every decision on the record", async () => {
      let [cursor, count]: [string | null, number] = ["", 0];
      while (cursor !== null) {
        const path: string = `/api/v1/decisions?agent=${AGENT}&limit=200${cursor ? `&cursor=${cursor}` : ""}`;
        const page: { items: unknown[]; nextCursor: string | null } = await as.auditor.must(200, as.auditor.get(path));
        count += page.items.length;
        cursor = page.nextCursor;
      }
      expect(count).toBe(tally.decisions);
    });
  },
);
