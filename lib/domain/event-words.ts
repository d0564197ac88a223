/** What an event says in one line, to people who may do something about it: in mail and in Slack alike. */
import type { EventKind } from "./event-kinds.ts";

type Payload = Readonly<Record<string, unknown>>;

const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const clause = ({ pact, clause: key }: Payload) => (key ? `${text(pact)}/${text(key)}` : `the scope of ${text(pact)}`);
const by = ({ agent }: Payload) => (agent ? ` by ${text(agent)}` : "");
const says = ({ says: said }: Payload) => (said ? `: ${text(said)}` : "");
const why = ({ reason }: Payload) => (reason ? `: ${text(reason)}` : "");
const asked = ({ agent, action }: Payload) => `${text(action)} of ${text(agent)}`;
const where = ({ workflow }: Payload) => (workflow ? ` in ${text(workflow)}` : "");
const utc = (value: unknown) => text(value).slice(0, 16).replace("T", " ");
const names = (value: unknown) => (Array.isArray(value) ? value.join(", ") : "");
const spoke = ({ agent, gateway }: Payload) => (agent ? `Agent ${text(agent)}` : `Gateway ${text(gateway)}`);
const TURNS: Record<string, string> = {
  team: "",
  deputy: ": the team did not answer, it is the deputy's turn",
  escalation: ": nobody answered, it is escalated",
};

const HEADLINES: Record<EventKind, (payload: Payload) => string> = {
  "agent.changed": (p) => `${text(p.agent)} runs release ${text(p.release)}`,
  "clause.expiring": (p) => `The evidence of ${clause(p)} expires at ${utc(p.staleAt)} UTC`,
  "clause.failed": (p) => `${clause(p)} failed repeatedly${says(p)}`,
  "clause.method_changed": (p) => `${clause(p)} is measured by another method version${says(p)}`,
  "clause.recertified": (p) => `${clause(p)} was recertified`,
  "clause.recertify_due": (p) => `${clause(p)} is ${p.state === "overdue" ? "overdue" : "due"} for review`,
  "clause.restored": (p) => `${clause(p)} was restored`,
  "clause.stale": (p) => `The evidence of ${clause(p)} is stale`,
  "drift.alarmed": (p) => `${clause(p)} alarms${by(p)}${says(p)}`,
  "drift.cleared": (p) => `The drift of ${clause(p)}${by(p)} was cleared${why(p)}`,
  "drift.subsided": (p) => `The suspicion of drift of ${clause(p)} subsided`,
  "drift.suspected": (p) => `Drift of ${clause(p)}${by(p)} is suspected${says(p)}`,
  "drift.unenforced": (p) =>
    `What drift of ${clause(p)}${by(p)} lowered is decided, not enforced: ${names(p.behind)} did not acknowledge it`,
  "drift.verified": (p) => `Drift of ${clause(p)}${by(p)} is verified${says(p)}`,
  "drill.abandoned": (p) => `The drill of ${text(p.pact ?? p.metric)} was given up before it was over`,
  "drill.failed": (p) =>
    `The drill of ${text(p.pact ?? p.metric)} failed: ${text(p.failed)} of its thresholds change nothing`,
  "drill.passed": (p) => `Every threshold of ${text(p.pact ?? p.metric)} changed the decision in its drill`,
  "evidence.requested": (p) =>
    `New evidence of ${clause(p)} is asked for by ${utc(p.answerBy)} UTC${p.note ? `: ${p.note}` : ""}`,
  "evidence.unanswered": (p) => `Nobody brought new evidence of ${clause(p)} in time`,
  "finding.assigned": (p) =>
    `${text(p.team)} owns ${Number(p.findings) === 1 ? "a finding" : `${text(p.findings)} findings`}: ${asked(p)}`,
  "finding.closed": (p) => `The finding of ${asked(p)} was closed${why(p)}`,
  "finding.new_tool": (p) => `${text(p.agent)} was seen to do ${text(p.action)} for the first time${says(p)}`,
  "grant.confirmed": (p) =>
    `${text(p.level)} authority of ${text(p.agent)}${where(p)} was confirmed after its probation`,
  "grant.denied": (p) => `${text(p.level)} authority of ${text(p.agent)}${where(p)} was denied`,
  "grant.endorsed": (p) => `${text(p.level)} authority for ${text(p.agent)}${where(p)} has an approval`,
  "grant.fell_back": (p) => `${text(p.agent)} fell back to ${text(p.to)}${where(p)}${says(p)}`,
  "grant.kept": (p) => `${text(p.agent)} keeps ${text(p.level)} authority${where(p)}`,
  "grant.lowered": (p) => `${text(p.agent)} was lowered to ${text(p.level)}${where(p)}${why(p)}`,
  "grant.raised": (p) => `${text(p.agent)} was raised to ${text(p.level)}${where(p)}${why(p)}`,
  "grant.requested": (p) => `${text(p.level)} authority is asked for ${text(p.agent)}${where(p)}${why(p)}`,
  "grant.withdrawn": (p) => `${text(p.level)} authority is asked for ${text(p.agent)}${where(p)} no more`,
  "heartbeat.resumed": (p) => `${spoke(p)} is heard from again, after ${text(p.silent)}`,
  "heartbeat.silent": (p) =>
    `${spoke(p)} is silent since ${utc(p.since)} UTC; it said that it speaks every ${text(p.every)}`,
  "incident.opened": (p) => `Incident of ${text(p.agent)} (${text(p.severity)}): ${text(p.title)}`,
  "incident.resolved": (p) => `An incident of ${text(p.agent)} was resolved`,
  "metric.breached": (p) => `${text(p.says) || "A metric passed its threshold"}; it ${text(p.does)}`,
  "metric.lifted": (p) => `What the breach of ${text(p.metric)} did was lifted${why(p)}`,
  "metric.recovered": (p) => `A metric is within its threshold again, at ${text(p.value)}`,
  "metric.review_due": (p) => `A metric of ${text(p.owner)} is due for review`,
  "metric.review_missed": (p) => `Nobody of ${text(p.owner)} reviewed a metric in time`,
  "observation.ungoverned": (p) => `${text(p.agent)} did ${text(p.action)} without a permit${says(p)}`,
  "override.amended": (p) => `The override asked for on ${clause(p)} was ${p.widened ? "widened" : "changed"}`,
  "override.approved": (p) => `The override of ${clause(p)} stands until ${utc(p.endsAt)} UTC`,
  "override.broke_glass": (p) => `${text(p.by) || "Somebody"} broke the glass on ${clause(p)}${why(p)}`,
  "override.denied": (p) => `The override of ${clause(p)} was denied`,
  "override.ratified": (p) => `The break-glass on ${clause(p)} was ratified`,
  "override.requested": (p) => `An override of ${clause(p)} is asked for ${text(p.agent)}`,
  "override.revoked": (p) => `The override of ${clause(p)} was revoked`,
  "override.unratified": (p) => `Nobody ratified the break-glass on ${clause(p)} in time`,
  "override.withdrawn": (p) => `The request for an override of ${clause(p)} was withdrawn`,
  "pact.approved": (p) => `${text(p.pact)} version ${text(p.version)} was approved`,
  "pact.commented": (p) => `Somebody commented on ${text(p.pact)} version ${text(p.version)}${says(p)}`,
  "pact.countersigned": (p) =>
    `${text(p.name)} countersigned ${text(p.pact)} version ${text(p.version)} for ${text(p.audience)}`,
  "pact.published": (p) => `${text(p.pact)} version ${text(p.version)} is in force`,
  "pact.redline_declined": (p) => `The wording that ${text(p.name)} proposed for ${text(p.pact)} was declined${why(p)}`,
  "pact.redline_taken": (p) =>
    `The wording that ${text(p.name)} proposed was taken over into ${text(p.pact)} version ${text(p.version)}`,
  "pact.redlined": (p) => `${text(p.name)} of ${text(p.audience)} proposes other wording of ${text(p.pact)}`,
  "pact.submitted": (p) => `${text(p.pact)} version ${text(p.version)} waits for approval`,
  "report.answered": (p) => `What ${text(p.name)} of ${text(p.audience)} asked about ${text(p.pact)} was answered`,
  "report.asked": (p) => `${text(p.name)} of ${text(p.audience)} asks about ${text(p.pact)}: ${text(p.question)}`,
  "report.expired": (p) => `The link of ${text(p.audience)} to the trust report of ${text(p.pact)} has expired`,
  "report.revoked": (p) => `The link of ${text(p.audience)} to the trust report of ${text(p.pact)} was revoked`,
  "response.overdue": (p) => `${clause(p)} acted and ${text(p.team)} did not answer within ${text(p.within)}`,
  "review.claimed": (p) => `Somebody took up ${asked(p)}`,
  "review.escalated": (p) => `${asked(p)} was handed on to the ${text(p.turn)}${why(p)}`,
  "review.released": (p) => `Somebody gave back ${asked(p)}`,
  "review.settled": (p) => `A held decision was ${text(p.state)}`,
  "review.waiting": (p) => `${asked(p)} is held for a person${TURNS[text(p.turn)] ?? ""}`,
  "run.ended": (p) => `Run ${text(p.run)} of ${text(p.agent)} is over`,
};

const LONGEST = 300;

/** The line of an event; its kind where none is known. */
export function eventWords(kind: string, payload: unknown): string {
  const say = Object.hasOwn(HEADLINES, kind) ? HEADLINES[kind as EventKind] : null;
  const line = say ? say((payload ?? {}) as Payload) : kind.replaceAll(".", " ").replaceAll("_", " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
