/**
 * The one function that writes the sentences: what acts, under which rule, whose it is, what to do next. Drawer, API,
 * report and e-mail say the same. Present tense.
 */

import type { Act } from "./act.ts";
import type { Answer, Because, DecisionRequest } from "./decision.ts";
import { sayDuration, sayFailed } from "./duration.ts";
import { sayLimits } from "./limits.ts";
import type { ClauseProgram } from "./program.ts";
import { clauseAssurance } from "./score.ts";
import type { EvidenceRef, OverrideState } from "./state.ts";
import { upperFirst } from "./text.ts";

/** What a sentence may speak of. */
export interface Telling {
  request: DecisionRequest;
  /** The release that was judged. */
  release: string;
}

/** One act as the API shows it, with its sentence. @param now ms, the instant of the decision */
export function becauseOf(act: Act, telling: Telling, now: number): Because {
  const { pact, clause, trigger, latch, consequence, override } = act;
  const because: Because = {
    pact: pact?.pact ?? null,
    version: pact?.version ?? null,
    clause: clause?.key ?? null,
    trigger,
    consequence: consequence.do,
    says: sayAct(act, telling, now),
    evidence: evidenceOf(act, now),
    override: override?.id ?? null,
  };
  if (latch?.at !== undefined) because.at = latch.at;
  return because;
}

function evidenceOf({ trigger, standing, clause }: Act, now: number): Because["evidence"] {
  const line = standing?.line;
  if (!line || !clause || trigger === "violation" || trigger === "incident" || trigger === "budget") return null;
  const ref: EvidenceRef | null = trigger === "stale" || trigger === "score" ? (line.newest ?? line.last) : line.last;
  if (!ref) return null;
  return {
    id: ref.id,
    observedAt: new Date(ref.observedAt).toISOString(),
    ageSeconds: Math.floor((now - ref.observedAt) / 1000),
    windowSeconds: Math.round(clause.windowMs / 1000),
  };
}

/** The sentence of one act: fact, owner, next step; and, where an override takes it away, that. */
export function sayAct(act: Act, telling: Telling, now: number): string {
  const said = act.clause ? sayClause(act, telling, now) : sayOther(act, telling, now);
  const told = act.override ? `${said} ${sayOverride(act.override)}` : said;
  const metric = act.trigger === "metric" || act.trigger === "granted" ? null : act.pact?.enforcedBy;
  return metric ? `${told} Metric ${metric} is breached: until a person lifts it, this pact is enforced.` : told;
}

function sayOverride(override: OverrideState): string {
  return `Override ${override.id} takes this away until ${sayInstant(override.endsAt)}: ${trimEnd(override.reason)}.`;
}

/** "2026-11-22 18:00 UTC" */
export function sayInstant(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const trimEnd = (text: string) => text.trim().replace(/[.;:]+$/, "");

/** Sentences that speak of the clause alone: written once. */
const violations = new WeakMap<ClauseProgram, string>();

function sayClause(act: Act, telling: Telling, now: number): string {
  const clause = act.clause as ClauseProgram;
  if (act.trigger !== "violation") return sayFact(clause, clauseFact(act, telling, now));
  const known = violations.get(clause);
  if (known !== undefined) return known;
  const said = sayFact(clause, clauseFact(act, telling, now));
  violations.set(clause, said);
  return said;
}

function sayFact({ clause }: ClauseProgram, [fact, next]: [fact: string, next: string]): string {
  return `${trimEnd(clause.title)} ${fact}. Owner: ${clause.owner}.${next ? ` ${next}` : ""}`;
}

/** What the clause's trigger means (continuing its title), and the next step. */
function clauseFact(act: Act, { request, release }: Telling, now: number): [fact: string, next: string] {
  const { clause: program, pact, standing, latch, incident } = act as Act & { clause: ClauseProgram };
  const { clause } = program;
  const line = standing?.line;
  const age = (instant: number) => sayDuration(Math.max(0, now - instant));
  const restore =
    clause.restore === "auto" ? "Fresh evidence restores it." : "It takes fresh evidence and a sign-off to restore it.";
  switch (act.trigger) {
    case "violation":
      return [`requires ${clause.require}, and this request is not so`, "Change the request, or ask for an override."];
    case "missing": {
      const of = program.perRelease ? ` for release ${release}` : "";
      return [`has no passing evidence that counts${of}`, "Submit evidence, or request an override."];
    }
    case "stale": {
      const observed = standing?.window?.observedAt ?? now;
      return [
        `is stale (${age(observed)} of ${sayDuration(program.windowMs)})`,
        "Submit evidence, or request an override.",
      ];
    }
    case "failures": {
      const rule = clause.failures;
      if (!rule) return [latch?.says ?? "failed repeatedly", restore];
      const last =
        line?.lastFailureAt === undefined || line.lastFailureAt === null ? "" : `, last ${age(line.lastFailureAt)} ago`;
      return [`${sayFailed(rule)}${last}`, ""];
    }
    case "drift":
      return [`drifts: ${latch?.says ?? "its checks fail too often"}`, restore];
    case "score": {
      const score = 100 * (clauseAssurance(clause, line ?? null, now) ?? 0);
      return [
        `scores ${score.toFixed(1)} of 100, below its line of ${program.score?.below}`,
        "Submit evidence, or request an override.",
      ];
    }
    case "budget": {
      const budget = pact?.program.budget;
      const within = sayDuration(budget?.withinMs ?? 0);
      const until = standing?.overspent.find((span) => now >= span.from && now < span.until)?.until;
      return [
        `was overridden more often than the pact’s budget allows (${budget?.count} within ${within})`,
        until === undefined ? "" : `That holds until ${sayInstant(until)}.`,
      ];
    }
    default:
      return [
        `stops while incident "${incident?.title}" (${incident?.severity}) is open for ${request.agent}`,
        "It holds until a person resolves the incident.",
      ];
  }
}

function sayOther(act: Act, telling: Telling, now: number): string {
  const { agent, action, workflow } = telling.request;
  if (act.trigger === "granted") return sayGrant(act, telling, now);
  if (act.trigger === "metric") return sayCap(act);
  if (act.trigger === "no_pact") {
    const where = workflow === undefined ? "" : ` in workflow ${workflow}`;
    const does = {
      block: "blocks",
      review: "asks a person about",
      degrade: "limits",
      settle: "settles",
      allow: "lets pass",
    };
    return `No live pact of ${agent}${where} covers ${action}; the organisation ${does[act.consequence.do]} what is ungoverned. Publish a pact that covers it.`;
  }
  return sayScope(act, telling);
}

function sayScope({ pact, fault }: Act, { request }: Telling): string {
  const { agent, action, release, counterparty } = request;
  const document = pact?.program.document;
  const name = `pact ${document?.pact}`;
  const provider = `Provider: ${document?.parties.provider}.`;
  switch (fault) {
    case "counterparty": {
      const party = document?.parties.counterparty ? `made with ${document.parties.counterparty}` : "an internal one";
      return `${upperFirst(name)} is ${party} and says nothing about ${counterparty}. ${provider} Publish a pact with ${counterparty}.`;
    }
    case "absent":
      return `${upperFirst(name)} requires the request to name its release, and it names none. ${provider} Send the release with the request.`;
    case "unknown":
      return `Release ${release} is neither the current release of ${agent} nor a candidate. ${provider} Register it with the agent.`;
    default:
      return `${action} is outside the scope of ${name}, which lets ${agent} do ${document?.scope.actions.join(", ")}. ${provider} Ask for another action, or publish a version that covers this one.`;
  }
}

function sayCap({ cap, consequence }: Act): string {
  const does =
    consequence.do === "degrade"
      ? `authority is limited to ${sayLimits(consequence.limits ?? {})}`
      : consequence.do === "review"
        ? "a person must approve each action"
        : "nothing is let through";
  return `Metric ${cap?.metric} is breached: ${trimEnd(cap?.says ?? "")}. Until a person lifts it, ${does}.`;
}

function sayGrant({ grant, pact, consequence }: Act, { request }: Telling, now: number): string {
  const where = grant?.workflow ? ` in workflow ${grant.workflow}` : "";
  const until = grant?.until ? `, until ${sayInstant(grant.until)}` : "";
  const since = grant?.since ? ` for ${sayDuration(Math.max(0, now - grant.since))}` : "";
  const means = grant?.level === "suspended" ? "is suspended" : `is granted ${grant?.level} authority`;
  const next =
    consequence.do === "block"
      ? "A person must raise the grant before it can act."
      : consequence.do === "review"
        ? "A person must approve each action."
        : `${upperFirst(pact ? `pact ${pact.pact}` : "it")} limits it to ${sayLimits(consequence.limits ?? {})}.`;
  return `${request.agent} ${means}${where}${since}${until}: ${trimEnd(grant?.reason ?? "")}. ${next}`;
}

const HELD: Record<Answer["verdict"], string> = {
  allow: "Allowed",
  degrade: "Limited",
  review: "Held for review",
  block: "Blocked",
};

/** The sentence on top of a decision: what was decided, and the strongest reason. */
export function verdictSentence(
  answer: Pick<Answer, "verdict" | "permitted" | "because" | "limits">,
  request: DecisionRequest,
): string {
  const { verdict, limits } = answer;
  const strongest = answer.because.find((one) => one.override === null);
  const asks = `${request.agent} asks for ${request.action}`;
  if (verdict === "allow") {
    const waived = answer.because.find((one) => one.override !== null);
    const reason = strongest ?? waived;
    return reason
      ? `${HELD.allow}: ${asks}. ${reason.says}`
      : `${HELD.allow}: ${asks}, and every clause that applies is met.`;
  }
  const fits = answer.permitted ? "the request fits" : "the request does not fit";
  const within = verdict === "degrade" && limits ? ` to ${sayLimits(limits)} (${fits})` : "";
  return `${HELD[verdict]}${within}: ${strongest?.says ?? asks}`;
}
