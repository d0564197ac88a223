/**
 * Every kind of event, in one place: the reference page, the OpenAPI document's webhooks, the form of a webhook and the routing
 * to people are made of this list.
 */
import type { Permission } from "./roles.ts";

/** What people choose by, instead of by each kind. */
export const TOPICS = {
  reviews: "Held decisions that wait for you",
  responses: "Answers that your team owes, and did not give in time",
  glass: "Break-glass",
  incidents: "Incidents",
  drift: "Drift of your clauses",
  overrides: "Overrides asked for and answered",
  authority: "Authority asked for, raised and lowered",
  pacts: "Pacts to approve, approved, published and commented on",
  evidence: "Evidence of your clauses: expiring, stale, failing, unanswered",
  recertification: "Clauses due for review",
  metrics: "Governed metrics of your team",
  ungoverned: "Actions that ran without a permit, or were never seen before",
  silence: "Agents and gateways that fell silent",
  drills: "Drills of your pacts and metrics",
  reports: "What readers of trust reports ask",
} as const;
export type Topic = keyof typeof TOPICS;

/**
 * Whom an event concerns. `owner`: the team that owns the clause, metric or break-glass that it names; `pact`: the owners of
 * all of a pact's clauses; `agent`: of all of an agent's clauses; `turn`: whose turn it is; `asker`: who asked for what is
 * answered; `writer`: who wrote the version; else whoever may do something about it, but for who asked.
 */
export type Audience = "owner" | "pact" | "agent" | "turn" | "asker" | "writer" | { may: Permission };

export interface EventSort {
  /** When it is posted, as a sentence without its full stop. */
  when: string;
  /** What it happened to; events of one subject come in order. */
  subject: string;
  /** null: nobody is told by mail. */
  topic: Topic | null;
  to: readonly Audience[];
  /** It passes quiet hours where the member or the organisation says so. */
  urgent: boolean;
  /** `data` of a message, as an example. */
  data: Readonly<Record<string, unknown>>;
}

const on =
  (topic: Topic | null, to: readonly Audience[] = [], urgent = false) =>
  (when: string, subject: string, data: Readonly<Record<string, unknown>>): EventSort => ({
    ...{ when, subject, topic, to, urgent, data },
  });

const T = "2026-11-22T12:00:00.000Z";
const of = { agent: "refund-bot", pact: "refunds", clause: "cites-policy" };
const line = { ...of, release: "r1" };
const version = { pact: "refunds", version: 4, hash: "sha256:9f2c…" };
const counterparty = { name: "Jane Doe", email: "jane@globex.example", report: "rpt_01…", audience: "Globex Retail" };
const shared = { report: "rpt_01…", pact: "refunds", audience: "Globex Retail" };
const asking = { ...shared, name: "Jane Doe", question: "Who reads the evals?" };
const drift = { drift: "dft_01…", odds: 1240, says: "since check 8,412, 9 of 61 failed; the pact allows 2 %" };
const grant = { grant: "grt_01…", agent: "refund-bot", workflow: "refunds", level: "full" };
const granted = { ...grant, reason: "A month without a breach", until: null, probation: null, note: null };
const tried = { ...granted, probation: { for: "P14D", on: ["drift", "incident", "evidence"], until: T } };
const held = { decision: "dec_01…", agent: "refund-bot", action: "payments.refund" };
const team = { team: "refunds-platform", members: ["mem_01…"], deputy: "dee@acme.example", escalation: null };
const glass = { reason: "The policy index is down and customers wait at the counter", version: 3, maxUses: null };

const silent = on(null);
const review = on("reviews", ["turn"], true);
const response = on("responses", ["turn"], true);
const override = on("overrides", ["asker", "owner"]);
const asked = on("overrides", [{ may: "override.approve" }]);
const glassy = on("glass", ["owner", { may: "override.approve" }], true);
const incident = on("incidents", ["agent", { may: "incident.resolve" }], true);
const authority = on("authority", ["asker", "agent"]);
const drifting = on("drift", ["owner"]);
const found = on("ungoverned", ["owner", "agent"]);
const silence = on("silence", ["agent"], true);
const seen = { agent: "refund-bot", action: "payments.refund" };
const drilled = on("drills", ["pact", "owner"]);
const evidence = on("evidence", ["owner"]);
const metric = on("metrics", ["owner"]);
const c = "clause/{pact}/{clause}";

export const EVENT_KINDS = {
  "agent.changed": silent(
    "An agent's record changed in a way that decisions feel, such as another release",
    "agent/{agent}",
    {
      ...{ agent: "refund-bot", release: "r2" },
    },
  ),
  "clause.expiring": evidence("The evidence of a clause has used four fifths of its window", c, {
    ...{ ...line, team: "refunds-platform", observedAt: T, staleAt: T },
  }),
  "clause.failed": evidence("A clause failed repeatedly", c, {
    ...{ ...line, says: "Cites the policy it relied on failed 3 times within 24 h.", latch: "lat_01…" },
  }),
  "clause.method_changed": on("evidence", ["owner"])("A clause is measured by another method version", c, {
    ...{ ...line, says: "measured by v2 from now on", method: "v2" },
  }),
  "clause.recertified": silent("Somebody said that a clause is still right", c, {
    ...{
      pact: "refunds",
      clause: "cites-policy",
      version: 3,
      team: "refunds-platform",
      note: null,
      dueAt: T,
      late: false,
    },
  }),
  "clause.recertify_due": on("recertification", ["owner"])("A clause is due, or overdue, for review", c, {
    ...{ pact: "refunds", clause: "cites-policy", team: "refunds-platform", dueAt: T, state: "due_soon" },
  }),
  "clause.restored": evidence("What was latched on a clause was lifted", c, {
    ...{ ...line, trigger: "drift", latches: [{ id: "lat_01…", trigger: "drift" }], by: "evidence" },
  }),
  "clause.stale": evidence("The evidence of a clause became stale", c, {
    ...{ ...line, team: "refunds-platform", observedAt: T, staleAt: T },
  }),
  "drift.alarmed": drifting("A stage of a clause's answers to drift was reached", c, {
    ...{ ...line, ...drift, stage: 1000, verifiedAt: T },
  }),
  "drift.cleared": drifting("A suspected drift was cleared", c, {
    ...line,
    drift: "dft_01…",
    reason: "a flaky grader",
  }),
  "drift.subsided": drifting("The suspicion of drift subsided", c, {
    ...line,
    drift: "dft_01…",
    reason: "more passed",
  }),
  "drift.suspected": drifting("Drift of a clause is suspected", c, { ...line, ...drift }),
  "drift.unenforced": on("drift", ["turn", { may: "organisation.write" }], true)(
    "A drift lowered authority a minute ago, and not everything that decides has acknowledged it; again after ten minutes",
    c,
    {
      ...{ ...line, drift: "dft_01…", team: "refunds-platform", turn: "team", revision: 42, since: T },
      behind: ["gateway payments-eu"],
    },
  ),
  "drift.verified": on("drift", ["owner"], true)("Drift of a clause was verified", c, {
    ...{ ...line, ...drift, stage: 10000, verifiedAt: T, silent: true },
  }),
  "drill.abandoned": drilled("A drill was given up before it was over", "drill/{id}", {
    ...{ pact: "refunds", passed: 0, failed: 0, disconnected: [] },
  }),
  "drill.failed": drilled("A drill found a consequence that changes nothing", "drill/{id}", {
    ...{ pact: "refunds", passed: 8, failed: 1 },
    ...{ disconnected: ["An incident was opened, and nothing answered: the decision stayed allow."] },
  }),
  "drill.passed": silent("A drill saw every threshold change the decision", "drill/{id}", {
    ...{ pact: "refunds", passed: 9, failed: 0, disconnected: [] },
  }),
  "evidence.requested": evidence("Somebody asked the owner of a clause for new evidence", c, {
    ...{ ...line, team: "refunds-platform", asked: "rvf_01…", answerBy: T, note: null },
  }),
  "evidence.unanswered": evidence("A question for evidence went unanswered", c, {
    ...{ ...line, team: "refunds-platform", reason: "expiring", asked: "rvf_01…", delivered: true, problem: null },
  }),
  "finding.assigned": on("ungoverned", ["owner"])("A finding got an owner", "finding/{id}", {
    ...{ ...seen, team: "refunds-platform", findings: 3, by: "Ana" },
  }),
  "finding.closed": silent("Somebody said what became of a finding", "finding/{id}", {
    ...{ ...seen, outcome: "gated", reason: "The gateway asks first now", findings: 3 },
  }),
  "finding.new_tool": found("An agent was seen to do what it was never seen to do before", "finding/{id}", {
    ...{ ...seen, says: "refund-bot was never seen to do payments.refund before", governed: true },
    team: "refunds-platform",
  }),
  "grant.confirmed": authority("Authority on probation was confirmed", "agent/{agent}", {
    ...{ ...tried, superseded: ["grt_00…"] },
  }),
  "grant.denied": on("authority", ["asker"])("A request for more authority was denied", "agent/{agent}", granted),
  "grant.endorsed": silent("A request for more authority got one of its approvals", "agent/{agent}", {
    ...{ ...granted, given: 1, quorum: 2, criteria: { met: 5, of: 6 }, note: null },
  }),
  "grant.fell_back": authority("Authority on probation fell back to what was granted before", "agent/{agent}", {
    ...{ ...grant, to: "supervised", because: "incident", says: 'The incident "Paid twice" was opened.' },
  }),
  "grant.kept": silent("An agent's authority was set to what it was", "agent/{agent}", {
    ...{ ...granted, before: "full", superseded: [] },
  }),
  "grant.lowered": authority("An agent's authority was lowered", "agent/{agent}", {
    ...{ ...granted, level: "supervised", before: "full", superseded: ["grt_00…"] },
  }),
  "grant.raised": authority("An agent's authority was raised", "agent/{agent}", {
    ...{ ...tried, before: "limited", superseded: ["grt_00…"], criteria: { met: 6, of: 6 }, given: 1, quorum: 1 },
  }),
  "grant.requested": on("authority", [{ may: "grant.approve" }])("More authority was asked for", "agent/{agent}", {
    ...tried,
    quorum: 1,
  }),
  "grant.withdrawn": silent("A request for more authority was taken back", "agent/{agent}", granted),
  "heartbeat.resumed": on("silence", ["agent"])(
    "A silent agent or gateway is heard from again",
    "heartbeat/{kind}/{name}",
    {
      ...{ gateway: "payments-eu", silent: "12 min" },
    },
  ),
  "heartbeat.silent": silence(
    "An agent or a gateway was not heard from three times as long as it said",
    "heartbeat/{kind}/{name}",
    {
      ...{ gateway: "payments-eu", since: T, every: "1 min" },
    },
  ),
  "incident.opened": incident("An incident was opened", "incident/{id}", {
    ...{ agent: "refund-bot", severity: "high", title: "Refunded twice" },
    ...{ detail: "Two refunds for one order", metric: "fresh_evidence_share", override: "ovr_01…" },
  }),
  "incident.resolved": on("incidents", ["agent"])("An incident was resolved", "incident/{id}", { agent: "refund-bot" }),
  "metric.breached": metric("A metric passed its threshold", "metric/{metric}", {
    ...{ says: "Fresh evidence share is 71 %, below 90 %", value: 0.71, does: "tells its owner", owner: "trust" },
    ...{ response: "mrs_01…" },
  }),
  "metric.lifted": metric("What a breached metric did was lifted", "metric/{metric}", {
    ...{ metric: "fresh_evidence_share", reason: "Evidence is back" },
  }),
  "metric.recovered": metric("A metric is within its threshold again", "metric/{metric}", { value: "94 %" }),
  "metric.review_due": metric("A metric is due for review", "metric/{metric}", { owner: "trust", cadence: "P30D" }),
  "metric.review_missed": metric("Nobody reviewed a metric in time", "metric/{metric}", {
    owner: "trust",
    cadence: "P30D",
  }),
  "observation.ungoverned": found("An agent was seen to act without a permit", "exception/{id}", {
    ...{ ...seen, at: T, says: "no decision permitted it", team: "refunds-platform" },
  }),
  "override.amended": asked("The request for an override was changed", "override/{id}", { ...of, widened: true }),
  "override.approved": override("An override has its approvals and stands", "override/{id}", { ...of, endsAt: T }),
  "override.broke_glass": glassy("Somebody broke the glass", "override/{id}", {
    ...{ ...of, triggers: ["stale"], actions: ["payments.refund"], when: null, ticket: null, ...glass },
    ...{ endsAt: T, ratifyBy: T, by: "Ana", concerned: [team] },
  }),
  "override.denied": override("An override was denied", "override/{id}", of),
  "override.ratified": on("glass", ["asker", "owner"])("A break-glass was ratified", "override/{id}", of),
  "override.requested": asked("An override was asked for", "override/{id}", { ...of, quorum: 2 }),
  "override.revoked": override("An override was revoked", "override/{id}", of),
  "override.unratified": glassy("Nobody ratified a break-glass in time", "override/{id}", {
    ...{ ...of, incident: "inc_01…", ratifyBy: T, concerned: [team] },
  }),
  "override.withdrawn": silent("The request for an override was withdrawn", "override/{id}", of),
  "pact.approved": on("pacts", ["writer"])("A pact version was approved", "pact/{pact}", {
    ...{ ...version, member: "mem_01…", carried: [] },
  }),
  "pact.commented": on("pacts", ["writer"])("Somebody commented on a pact", "pact/{pact}", {
    ...{ ...version, clause: "cites-policy", comment: "cmt_01…", says: "Which policy?" },
  }),
  "pact.countersigned": on("pacts", ["writer", "pact"])("A counterparty countersigned a pact version", "pact/{pact}", {
    ...{
      ...version,
      ...counterparty,
      countersignature: "csg_01…",
      says: "I agree to version 4 of Refund desk, sha256:9f2c…",
    },
  }),
  "pact.published": on("pacts", ["writer", "pact"])("A pact version is in force", "pact/{pact}", {
    ...{ ...version, supersedes: 3, approvals: ["mem_01…"], missing: [], staleOverrides: [] },
  }),
  "pact.redline_declined": silent("A counterparty's wording was declined", "pact/{pact}", {
    ...{ pact: "refunds", version: 4, redline: "rdl_01…", name: "Jane Doe", reason: "Agreed otherwise" },
  }),
  "pact.redline_taken": silent("A counterparty's wording was taken over into a draft", "pact/{pact}", {
    ...{ pact: "refunds", version: 5, redline: "rdl_01…", name: "Jane Doe", clauses: ["cites-policy"] },
  }),
  "pact.redlined": on("pacts", ["writer", "pact"])("A counterparty proposes other wording", "pact/{pact}", {
    ...{ ...version, ...counterparty, redline: "rdl_01…", remark: null },
    wordings: [{ clause: "cites-policy", before: "Names a paragraph.", after: "Names the very paragraph." }],
  }),
  "pact.submitted": on("pacts", [{ may: "pact.approve" }])(
    "A pact version was submitted for approval",
    "pact/{pact}",
    version,
  ),
  "report.answered": silent("What a reader of a trust report asked was answered", "question/{pact}/{id}", {
    ...{ ...asking, answer: "Ana's team, each Monday." },
  }),
  "report.asked": on("reports", ["writer", "pact"])(
    "A reader of a trust report asks its owner",
    "question/{pact}/{id}",
    {
      ...{ ...asking, version: 4 },
    },
  ),
  "report.expired": silent("The time of a trust report's link is over", "report/{id}", { ...shared, expiresAt: T }),
  "report.revoked": silent("A trust report's link was revoked", "report/{id}", shared),
  "response.overdue": response("A clause acted and its owner did not answer within `respond.within`", c, {
    ...{ ...of, triggers: ["drift"], team: "refunds-platform", turn: "deputy", since: T },
    ...{ within: "PT4H", runbook: "https://runbooks.example/refunds" },
  }),
  "review.claimed": silent("Somebody took up a held decision", "review/{id}", held),
  "review.escalated": review("A held decision was handed on", "review/{id}", { ...held, turn: "deputy", reason: null }),
  "review.released": silent("Somebody gave a held decision back", "review/{id}", held),
  "review.settled": silent("A held decision was approved or denied", "review/{id}", {
    ...{ decision: "dec_01…", state: "approved", permitted: true },
  }),
  "review.waiting": review(
    "A decision is held for a person, or nobody answered in time and it is somebody else's turn",
    "review/{id}",
    {
      ...{ ...held, workflow: "refunds", turn: "team", until: T },
    },
  ),
  "run.ended": silent("A run ended, and what it had asked for with it", "agent/{agent}", {
    ...{ agent: "refund-bot", run: "run-7", reviews: ["rev_01…"] },
  }),
} as const satisfies Record<string, EventSort>;

export type EventKind = keyof typeof EVENT_KINDS;

/** What is known of a kind; null where none is: an event of a later version. */
export const sortOf = (kind: string): EventSort | null =>
  Object.hasOwn(EVENT_KINDS, kind) ? EVENT_KINDS[kind as EventKind] : null;
