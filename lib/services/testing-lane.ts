import { storePact, testPact } from "@/lib/db/testing-pact";
import { isSuretyError } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { Desk, type Outcome, type Step, WHO, type Who } from "@/lib/domain/testing-desk";
import { overridePage } from "@/lib/queries/overrides";
import { reviewPage } from "@/lib/queries/reviews";
import type { TestOrganisation, TestRuntime } from "@/lib/runtime/testing";
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

const HOUR = 3_600_000;

/** One desk: the organisation, and what the model thinks of it. */
export class Lane {
  readonly desk = new Desk();
  private texts = { cites: 0, fast: 0 };
  steps = 0;
  constructor(
    private readonly t: TestRuntime,
    readonly home: TestOrganisation,
    private readonly foreign: TestOrganisation,
  ) {}

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
  begin = () => storePact(this.t.runtime.db, this.home.id, this.document());

  /** Runs a step here and in the model. @returns what was answered, and what should have been */
  async play(step: Step): Promise<[Outcome | string, Outcome | string]> {
    this.steps++;
    this.desk.now = this.t.clock.now();
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
        const [record] = await this.t.runtime.recorder.ask(this.home.id, [request]);
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
      return [(await outcomeOf(approveOverride(this.foreign.approver, { id: one.id }))).outcome, "not_found"];
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
    const now = this.t.clock.now();
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
