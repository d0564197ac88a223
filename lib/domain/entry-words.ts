/** What a ledger entry says, as a sentence that goes on from who did it: "Ana" + "published version 3". */

import { durationMs, sayDuration } from "./duration.ts";

type Payload = Readonly<Record<string, unknown>>;

const list = (value: unknown) => (Array.isArray(value) ? value.join(", ") : "");
const many = (value: unknown, one: string) => (Number(value) === 1 ? `1 ${one}` : `${Number(value)} ${one}s`);
const where = ({ workflow }: Payload) => (workflow ? ` in ${workflow}` : " in every workflow");
const until = (payload: Payload) =>
  payload.until ? `, until ${String(payload.until).slice(0, 16).replace("T", " ")} UTC` : "";
const tried = ({ probation }: Payload) => {
  const lasts = (probation as Payload | null | undefined)?.for;
  return lasts ? `, on probation for ${sayDuration(durationMs(String(lasts)))}` : "";
};
const why = ({ reason }: Payload) => (reason ? `: ${reason}` : "");
const voided = ({ voidedApprovals }: Payload) =>
  Number(voidedApprovals) > 0 ? `, which voids ${many(voidedApprovals, "approval")}` : "";
const span = (iso: unknown) => sayDuration(durationMs(String(iso)));
const clause = ({ pact, clause: key }: Payload) => (key ? `${pact}/${key}` : `the scope of ${pact}`);
/** `reviewExpiry` → `review expiry` */
const plainWords = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const redlinedOf = ({ wordings }: Payload) =>
  Array.isArray(wordings) ? wordings.map((one) => (one as { clause?: unknown }).clause).join(", ") : "";
const missing = (payload: Payload) =>
  list(payload.missing) ? `; without evidence at first: ${list(payload.missing)}` : "";

const SENTENCES: Record<string, (payload: Payload) => string> = {
  "pact.drafted": (p) => `wrote version ${p.version}${voided(p)}`,
  "pact.submitted": (p) => `submitted version ${p.version} for approval`,
  "pact.withdrawn": (p) => `took version ${p.version} back from review${voided(p)}`,
  "pact.approved": (p) =>
    `approved version ${p.version}${list(p.carried) ? `; carries over the evidence of ${list(p.carried)}` : ""}`,
  "pact.commented": (p) => `commented on ${p.clause ? `the clause ${p.clause} of ` : ""}version ${p.version}`,
  "pact.comment_settled": (p) => `settled a comment on version ${p.version}`,
  "pact.controls_set": () => "said what of frameworks its clauses answer to",
  "pact.published": (p) => `published version ${p.version}${missing(p)}`,
  "pact.countersigned": (p) => `countersigned version ${p.version} for ${p.audience}`,
  "pact.redlined": (p) =>
    `proposed other wording of version ${p.version} for ${p.audience}${redlinedOf(p) ? `: ${redlinedOf(p)}` : ""}`,
  "pact.redline_taken": (p) =>
    list(p.clauses)
      ? `took over into version ${p.version} what ${p.name} proposed: ${list(p.clauses)}`
      : `took up what ${p.name} remarked`,
  "pact.redline_declined": (p) => `declined the wording that ${p.name} proposed${why(p)}`,
  "workflow.registered": (p) => `registered it${p.by ? ` by publishing ${p.by}` : ""}`,
  "workflow.changed": (p) => `changed it: ${p.risk} risk, ${p.consequential ? "consequential" : "not consequential"}`,
  "agent.registered": (p) => `registered it with release ${p.release}`,
  "agent.changed": () => "changed what is said of it",
  "agent.released": (p) => `made ${p.release} the current release, after ${p.before}`,
  "grant.lowered": (p) => `lowered authority from ${p.before} to ${p.level}${where(p)}${until(p)}${why(p)}`,
  "grant.kept": (p) => `set authority to ${p.level}${where(p)}${until(p)}${why(p)}`,
  "grant.requested": (p) => `asked for ${p.level} authority${where(p)}${until(p)}${tried(p)}${why(p)}`,
  "grant.endorsed": (p) => `approved ${p.level} authority${where(p)}, ${p.given} of ${p.quorum}`,
  "grant.withdrawn": (p) => `took back the request for ${p.level} authority${where(p)}${p.note ? `: ${p.note}` : ""}`,
  "grant.confirmed": (p) =>
    `confirmed ${p.level} authority${where(p)} after its probation${p.note ? `: ${p.note}` : ""}`,
  "grant.fell_back": (p) => `put authority back from ${p.level} to ${p.to}${where(p)}: ${p.says}`,
  "grant.raised": (p) => `raised authority from ${p.before} to ${p.level}${where(p)}${until(p)}${tried(p)}${why(p)}`,
  "grant.denied": (p) => `denied ${p.level} authority${where(p)}${p.note ? `: ${p.note}` : ""}`,
  "observation.recorded": (p) =>
    `told of ${many(p.observations, "observed action")}, ${Number(p.joined)} joined to decisions`,
  "incident.opened": (p) => `opened the incident "${p.title}" (${p.severity})`,
  "incident.resolved": (p) => `resolved the incident${p.note ? `: ${p.note}` : ""}`,
  "remediation.set": (p) =>
    `marked ${many(Array.isArray(p.decisions) ? p.decisions.length : 0, "exposed decision")} as ${p.state}${p.note ? `: ${p.note}` : ""}`,
  "grant.ended": (p) => `ended the grant of ${p.level ?? "its"} authority${where(p)}`,
  "review.approved": (p) => `approved the held ${p.action} of ${p.agent}${why(p)}`,
  "review.denied": (p) => `denied the held ${p.action} of ${p.agent}${why(p)}`,
  "override.requested": (p) => `asked for an override of ${clause(p)} for ${p.agent}${why(p)}`,
  "override.approved": (p) => `approved the override of ${clause(p)} for ${p.agent}${until({ until: p.endsAt })}`,
  "override.denied": (p) => `denied the override of ${clause(p)} for ${p.agent}${why(p)}`,
  "review.claimed": (p) => `took up what ${p.agent} asks: ${p.action}`,
  "review.released": (p) => `gave back what ${p.agent} asks: ${p.action}`,
  "review.escalated": (p) => `handed ${p.action} of ${p.agent} on to the ${p.turn}${why(p)}`,
  "review.waiting": (p) =>
    `told the ${p.turn} of ${many(Array.isArray(p.reviews) ? p.reviews.length : 0, "held decision")}`,
  "response.given": (p) => `answered for ${clause(p)}: ${p.note}`,
  "response.overdue": (p) =>
    `told the ${p.turn} that ${p.team} did not answer for ${clause(p)} within ${span(p.within)}`,
  "notices.changed": () => "changed what they are told by mail, and when",
  "mail.tried": () => "sent themselves a mail to try the mail server with",
  "mail.week_asked": () => "sent themselves the week in one mail",
  "mail.replayed": (p) => `had the mail about ${p.about} sent again`,
  "run.ended": (p) => `said that run ${p.run} is over`,
  "override.endorsed": (p) => `approved the override of ${clause(p)} for ${p.agent}, ${p.given} of ${p.quorum}`,
  "override.amended": (p) =>
    `${p.widened ? "widened" : "changed"} the request for an override of ${clause(p)} for ${p.agent}`,
  "override.withdrawn": (p) => `withdrew the request for an override of ${clause(p)} for ${p.agent}${why(p)}`,
  "override.broke_glass": (p) => `broke the glass on ${clause(p)} for ${p.agent}${why(p)}`,
  "override.ratified": (p) => `ratified the break-glass on ${clause(p)} for ${p.agent}`,
  "override.unratified": (p) => `found that nobody ratified the break-glass on ${clause(p)} for ${p.agent} in time`,
  "override.revoked": (p) => `revoked the override of ${clause(p)} for ${p.agent}${why(p)}`,
  "report.shared": (p) =>
    `shared the trust report of ${p.pact} with ${p.audience}${until({ until: p.expiresAt })}${list(p.redact) ? `, without ${list(p.redact)}` : ""}`,
  "report.revoked": (p) => `revoked the trust report shared with ${p.audience}`,
  "report.viewed": (p) =>
    `showed the trust report to ${p.recipient ? `${p.recipient} of ` : ""}${p.audience} (${p.what})`,
  "report.code_sent": (p) => `had a code mailed to ${p.recipient}, to read what was shared with ${p.audience}`,
  "report.asked": (p) => `asked about ${p.pact}: ${p.question}`,
  "report.answered": (p) => `answered what ${p.name} asked about ${p.pact}: ${p.answer}`,
  "report.expired": (p) => `found the time of the link over that was shared with ${p.audience}`,
  "report.subscribed": (p) => `asked that ${p.to} be told of changes of what was shared with ${p.audience}`,
  "report.subscription_confirmed": (p) => `confirmed that ${p.to} wants to be told of changes`,
  "report.unsubscribed": (p) => `wants ${p.to} to be told no more`,
  "report.subscriber_removed": (p) => `has ${p.to} told no more of what was shared with ${p.audience}`,
  "report.locked": (p) =>
    p.recipient
      ? `was locked for ${p.recipient} for a while after wrong codes`
      : "was locked for a while after wrong passcodes",
  "metric.defined": (p) => `governs by it: a breach ${p.does}`,
  "metric.changed": (p) => `changed what it says: a breach ${p.does}`,
  "metric.removed": () => "took it away",
  "metric.breached": (p) => `measured a breach: ${p.says}; it ${p.does}`,
  "metric.recovered": (p) => `measured it within its threshold again, at ${p.value}`,
  "metric.review_due": (p) => `is due a review by ${p.owner}`,
  "metric.reviewed": (p) => `reviewed it${why(p)}`,
  "metric.review_missed": (p) => `was due a review by ${p.owner} that nobody made`,
  "metric.lifted": (p) => `lifted what the breach did${why(p)}`,
  "drill.begun": (p) => `began a drill of ${p.pact ?? p.metric}${p.scheduled ? ", as scheduled" : ""}`,
  "drill.step": (p) => `did to its twins: ${p.did}`,
  "drill.passed": (p) => `ended: all ${p.passed} thresholds of ${p.pact ?? p.metric} changed the decision`,
  "drill.failed": (p) =>
    `ended: ${p.failed} of ${Number(p.passed) + Number(p.failed)} thresholds of ${p.pact ?? p.metric} changed nothing`,
  "drill.abandoned": (p) => `was given up: ${p.abandoned}`,
  "drill.scheduled": (p) => (p.cadence ? `has it drilled every ${span(p.cadence)}` : "has it drilled only when asked"),
  "finding.assigned": (p) => `made ${p.team} the owner of ${many(p.findings, "finding")}: ${p.action} of ${p.agent}`,
  "finding.closed": (p) =>
    `closed ${many(p.findings, "finding")} of ${p.action} by ${p.agent} as ${p.outcome}${why(p)}`,
  "heartbeat.first": (p) => `heard from ${p.kind} ${p.name} for the first time`,
  "heartbeat.silent": (p) => `heard nothing more from ${p.agent ?? p.gateway}, which said it speaks every ${p.every}`,
  "heartbeat.resumed": (p) => `heard from ${p.agent ?? p.gateway} again, after ${p.silent}`,
  "heartbeat.forgotten": (p) => `waits for ${p.kind} ${p.name} no more`,
  "drift.unenforced": (p) =>
    `told the ${p.turn} that what drift of ${clause(p)} lowered is decided and not enforced: ${list(p.behind)}`,
  "drift.verified": (p) =>
    p.silent
      ? `verified the drift of ${clause(p)} by ${p.agent}, since nobody spoke in time`
      : p.stage === undefined
        ? `verified the drift of ${clause(p)} by ${p.agent}${why(p)}`
        : `brought evidence on which the drift of ${clause(p)} by ${p.agent} is verified: ${p.says}`,
  "drift.suspected": (p) => `brought evidence on which drift of ${clause(p)} by ${p.agent} is suspected: ${p.says}`,
  "drift.alarmed": (p) => `brought evidence on which ${clause(p)} alarms for ${p.agent}: ${p.says}`,
  "drift.subsided": (p) => `brought evidence on which the suspicion of ${clause(p)} by ${p.agent} subsided`,
  "clause.failed": (p) => `brought evidence of repeated failures: ${p.says}`,
  "drift.cleared": (p) => `cleared the drift of ${clause(p)} by ${p.agent}${why(p)}`,
  "restoration.signed": (p) => `signed off ${clause(p)} for ${p.agent}${why(p)}`,
  "clause.recertified": (p) => `said that ${clause(p)} is still right, unchanged${p.note ? `: ${p.note}` : ""}`,
  "clause.recertify_due": (p) =>
    `reminded ${p.team} that ${clause(p)} ${p.state === "overdue" ? "is overdue" : "is due soon"} for review`,
  "clause.method_changed": (p) => `measures ${clause(p)} by another yardstick: ${p.method ?? "unnamed"}`,
  "clause.expiring": (p) => `told ${p.team} that the evidence of ${clause(p)} expires soon`,
  "clause.stale": (p) => `found the evidence of ${clause(p)} stale`,
  "evidence.asked_for": (p) => `asked ${p.host} for new evidence of ${clause(p)}`,
  "evidence.requested": (p) => `asked ${p.team} for new evidence of ${clause(p)}${p.note ? `: ${p.note}` : ""}`,
  "evidence.unanswered": (p) => `got no new evidence of ${clause(p)} in time and told ${p.team ?? "its owner"}`,
  "reverify.rotated": () => "made a new secret that questions for evidence are signed with",
  "issuer.registered": (p) => `registered ${p.name} as an issuer of signed evidence`,
  "issuer.changed": (p) => `changed the keys of the issuer ${p.name}`,
  "issuer.revoked": (p) => `revoked the issuer ${p.name}`,
  "clause.restored": (p) => `restored ${clause(p)} for ${p.agent}`,
  "evidence.recorded": (p) => `recorded ${many(Array.isArray(p.records) ? p.records.length : 0, "record")} of evidence`,
  "decision.outcome": (p) => `reported the outcome: ${p.result}`,
  "decisions.sealed": (p) => `sealed ${many(p.decisions, "decision")} under one root`,
  "exception.recorded": (p) =>
    p.kind === "fail_open"
      ? `recorded an exception: without the database, ${p.agent} was answered ${(p.detail as Payload | undefined)?.verdict} for ${p.action}`
      : `recorded an exception: ${p.agent} did ${p.action} (${String(p.kind).replaceAll("_", " ")})`,
  "member.invited": (p) => `invited ${p.email} as ${p.role}`,
  "member.joined": (p) => `joined as ${p.role}`,
  "member.changed": (p) => `changed a role to ${(p.to as Payload | undefined)?.role ?? "another"}`,
  "member.removed": (p) => `removed a member (${p.role})`,
  "member.locked": () => "locked the account after failed sign-ins",
  "member.password_changed": () => "changed the password",
  "invitation.revoked": (p) => `took an invitation back (${p.role})`,
  "key.created": (p) => `made the ${p.kind} key "${p.name}" (${p.prefix}…)`,
  "key.rotated": (p) => `rotated a key; the new one begins ${p.prefix}…`,
  "key.revoked": (p) => `revoked the ${p.kind} key ${p.prefix}…`,
  "ledger.key_changed": (p) => `changed keys: the ledger is signed with a new key, ${p.after}, beside ${p.before}`,
  "hold.placed": (p) => `placed a legal hold${why(p)}`,
  "hold.released": (p) => `released a legal hold${why(p)}`,
  "retention.pruned": (p) =>
    `took away ${many(p.decisions, "decision")} from before ${String(p.before).slice(0, 10)}, which are kept ${p.keeps}`,
  "population.exported": (p) =>
    `exported ${p.complete ? "" : "a part of "}the ${p.what} of ${p.pact}: ${many(p.count, "row")}, sha256 ${String(p.sha256).slice(0, 12)}…`,
  "key_pin.checked": (p) => `looked the ledger's key up at ${p.name}: ${String(p.found).replaceAll("_", " ")}`,
  "key_pin.countersigned": (p) => `took the signature of ${p.issuer} over the ledger's key`,
  "redaction.recorded": (p) => `erased the facts of entry #${p.index}${why(p)}`,
  "witness.added": (p) => `named the witness ${p.name}`,
  "witness.removed": (p) => `asks the witness ${p.name} no more`,
  "webhook.added": (p) => `tells ${p.host} of events by a webhook`,
  "webhook.changed": (p) => `changed the webhook to ${p.host}`,
  "webhook.rotated": (p) => `made a new secret for the webhook to ${p.host}`,
  "webhook.removed": (p) => `took the webhook to ${p.host} away`,
  "webhook.pinged": (p) => `sent a ping to ${p.host}`,
  "webhook.replayed": (p) => `had ${p.event} sent to ${p.host} again`,
  "session.revoked": () => "ended a session",
  "organisation.created": (p) => `founded ${p.name}`,
  "organisation.changed": (p) =>
    `changed ${list(Object.keys((p.changes as Payload | undefined) ?? {}).map(plainWords))} of the organisation`,
  "team.created": (p) => `made the team${p.name ? ` ${p.name}` : ""}`,
  "team.changed": () => "changed the team",
};

/** The sentence of an entry; its kind where none is known, or where its facts were erased (`payload` null). */
export function entryWords(kind: string, payload: Payload | null): string {
  const words = kind.replaceAll(".", " ").replaceAll("_", " ");
  if (payload === null) return `did what was erased since (${words})`;
  return SENTENCES[kind]?.(payload) ?? words;
}
