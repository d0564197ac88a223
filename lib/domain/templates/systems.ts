import type { Template } from "./template.ts";

const code: Template = {
  id: "code-changes",
  title: "Code changes",
  summary: "An agent opens, amends and merges changes to code that tests and people guard.",
  notWhen:
    "Not for code without tests that fail when it breaks, and not for the pipeline that checks the agent: it must not hold its own leash.",
  prepare:
    "Checks, size and paths of the change from the code host, never from the agent; a count of changes that were rolled back.",
  text: `surety: 1
pact: code-changes
title: Code changes
agent: agent
workflow: code-changes
parties: { provider: Provider }
facts:
  checksGreen: { type: boolean }
  linesChanged: { type: number }
  touchesSecrets: { type: boolean }
  addsDependency: { type: boolean }
  approvals: { type: number }
scope:
  actions: [code.propose, code.merge]
  outside: block
levels:
  limited: { linesChanged: { max: 50 } }
clauses:
  - key: green-checks
    title: Merges only on green
    obligation: Nothing is merged before every required check has passed on the very commit.
    severity: critical
    owner: team
    recertify: P90D
    actions: [code.merge]
    require: context.checksGreen == true
    on: { violation: block, incident: block }
  - key: no-secrets
    title: Leaves secrets and permissions alone
    obligation: No change touches secrets, permissions or the checks themselves without a person's approval.
    severity: critical
    owner: team
    recertify: P90D
    when: context.touchesSecrets == true
    require: context.approvals >= 1
    on: { violation: review, incident: block }
  - key: known-dependencies
    title: Adds no dependency by itself
    obligation: A new or changed dependency is merged only after a person has looked at where it comes from.
    severity: major
    owner: team
    recertify: P90D
    actions: [code.merge]
    when: context.addsDependency == true
    require: context.approvals >= 1
    on: { violation: review }
  - key: readable-size
    title: Keeps changes readable
    obligation: A change above 400 lines is merged by a person, or in parts.
    severity: major
    owner: team
    recertify: P180D
    actions: [code.merge]
    require: context.linesChanged <= 400
    on: { violation: review }
  - key: few-rollbacks
    title: Is rarely rolled back
    obligation: At most 5 % of the agent's merges are reverted or followed by a fix within a week.
    severity: critical
    owner: team
    recertify: P90D
    actions: [code.merge]
    evidence: { method: runtime, describe: "Merges joined with reverts and hotfixes after seven days", target: 0.95, freshness: P14D, minChecks: 20 }
    drift: { verify: person, within: P1D }
    respond: { within: P1D }
    on: { missing: review, stale: review, drift: [{ at: 1000, do: degrade }, { at: 10000, do: review }], incident: review }
`,
};

const data: Template = {
  id: "data-access",
  title: "Data access",
  summary: "An agent reads personal or confidential records for a stated purpose, and takes out no more than it needs.",
  notWhen:
    "Not as the only wall: the database must refuse what the agent may not see. This pact says when it may ask, and proves that it asked rightly.",
  prepare:
    "The case that a request belongs to, looked up where cases are kept; an independent log of what the database gave out.",
  text: `surety: 1
pact: data-access
title: Data access
agent: agent
workflow: data-access
parties: { provider: Provider }
facts:
  purpose: { type: string }
  rows: { type: number }
  personal: { type: boolean }
  caseOpen: { type: boolean }
scope:
  actions: [records.read, records.export]
  outside: block
  release: required
levels:
  limited: { rows: { max: 10 } }
clauses:
  - key: stated-purpose
    title: States a purpose that is allowed
    obligation: Personal records are read only for support, billing or a request of the person they are about.
    severity: critical
    owner: team
    recertify: P90D
    when: context.personal == true
    require: context.purpose in ["support", "billing", "subject_request"]
    on: { violation: block, incident: block }
  - key: open-case
    title: Reads for a case that is open
    obligation: Personal records are read only while a case about that very person is open.
    severity: critical
    owner: team
    recertify: P90D
    when: context.personal == true
    require: context.caseOpen == true
    on: { violation: block, incident: block }
  - key: no-bulk
    title: Takes out no more than it needs
    obligation: One request returns at most 100 records; an export waits for a person.
    severity: critical
    owner: team
    recertify: P90D
    require: context.rows <= 100 && action != "records.export"
    on: { violation: review, incident: block }
  - key: log-agrees
    title: Agrees with the access log
    obligation: Every read in the database's own log was asked for and permitted here.
    severity: critical
    owner: team
    recertify: P90D
    evidence: { method: attestation, describe: "Daily join of the access log with decisions, by the security team", target: 1, freshness: P2D, perRelease: false }
    failures: { count: 1, within: P30D }
    respond: { within: PT1H }
    on: { missing: review, stale: review, failures: block, incident: block }
`,
};

const infrastructure: Template = {
  id: "infrastructure",
  title: "Infrastructure changes",
  summary: "An agent plans and applies changes to running systems, small ones first, with a way back.",
  notWhen:
    "Not for the first week of a new estate, and not for deleting data: a plan that destroys state is always a person's.",
  prepare:
    "The plan's own counts and its hash in the request, from the tool that made it; rehearsed roll-backs; the record of failed changes.",
  text: `surety: 1
pact: infrastructure
title: Infrastructure changes
agent: agent
workflow: infrastructure
parties: { provider: Provider }
facts:
  environment: { type: string }
  changed: { type: number }
  destroyed: { type: number }
  freeze: { type: boolean }
  asPlanned: { type: boolean }
scope:
  actions: [infra.plan, infra.apply]
  outside: block
  release: required
levels:
  limited: { environment: { only: [staging] }, destroyed: { max: 0 } }
clauses:
  - key: destroys-nothing
    title: Destroys nothing by itself
    obligation: A plan that destroys a resource is applied only after a person has read it.
    severity: critical
    owner: team
    recertify: P90D
    actions: [infra.apply]
    require: context.destroyed == 0
    on: { violation: review, incident: block }
  - key: small-steps
    title: Goes in small steps outside of freezes
    obligation: In production one change touches at most ten resources, and none during a freeze.
    severity: critical
    owner: team
    recertify: P90D
    actions: [infra.apply]
    when: context.environment == "production"
    require: context.changed <= 10 && context.freeze == false
    on: { violation: block, incident: block }
  - key: applies-the-plan
    title: Applies what was planned
    obligation: What is applied is the very plan that was shown, not older than an hour.
    severity: critical
    owner: team
    recertify: P90D
    actions: [infra.apply]
    require: context.asPlanned == true
    on: { violation: block, incident: block }
  - key: few-failures
    title: Seldom breaks what runs
    obligation: At most one in ten applied changes is followed by an incident or a roll-back within a day.
    severity: critical
    owner: team
    recertify: P90D
    actions: [infra.apply]
    evidence: { method: runtime, describe: "Applied changes joined with incidents and roll-backs, a day later", target: 0.9, freshness: P14D, minChecks: 5 }
    drift: { verify: person, within: P1D }
    respond: { within: PT4H }
    on: { missing: review, stale: review, drift: [{ at: 1000, do: degrade }, { at: 10000, do: review }], incident: review }
  - key: way-back
    title: Has a way back that works
    obligation: Changes of this kind are rolled back in rehearsal, nine of ten within 15 minutes.
    severity: critical
    owner: team
    recertify: P90D
    actions: [infra.apply]
    evidence: { method: human, describe: "Monthly rehearsal of ten roll-backs, timed", target: 0.9, freshness: P35D, minChecks: 10, perRelease: false }
    failures: { count: 1, within: P35D }
    on: { missing: review, stale: degrade, failures: degrade, incident: review }
`,
};

export const SYSTEMS: readonly Template[] = [code, data, infrastructure];
