/** The parts of a clause that two versions are compared by, in the order of the contract. */
import {
  fewerSources,
  fromLower,
  higher,
  longer,
  lower,
  moreActions,
  shorter,
  stricterRequire,
  stronger,
  strongerStages,
  together,
  widerWhen,
} from "./diff-order.ts";
import { length, list, type Part, part, plain, same, sayConsequence } from "./diff-part.ts";
import { type Clause, type ClauseTrigger, SEVERITIES, type Severity } from "./pact.ts";

const percent = (rate: number) => `${Number((rate * 100).toFixed(6))}\u00a0%`;

function consequence(trigger: Exclude<ClauseTrigger, "drift" | "incident">): Part<Clause> {
  return part({
    path: `on.${trigger}`,
    label: `on ${trigger}`,
    get: (clause: Clause) => clause.on[trigger],
    appears: "tighter",
    order: (before, after, from, to) =>
      stronger(
        { consequence: before, limited: from.levels?.limited },
        { consequence: after, limited: to.levels?.limited },
      ),
    say: sayConsequence,
  });
}

const drift = part({
  path: "on.drift",
  label: "on drift",
  get: (clause: Clause) => clause.on.drift,
  appears: "tighter",
  order: (before, after, from, to) =>
    strongerStages({ stages: before, limited: from.levels?.limited }, { stages: after, limited: to.levels?.limited }),
  say: (stages, facts) =>
    stages.map((stage) => `${sayConsequence(stage, facts)} at ${stage.at.toLocaleString("en-GB")}`).join(", "),
});

const incident = part({
  path: "on.incident",
  label: "on incident",
  get: (clause: Clause) => clause.on.incident,
  appears: "tighter",
  order: (before, after, from, to) =>
    together([
      stronger(
        { consequence: before, limited: from.levels?.limited },
        { consequence: after, limited: to.levels?.limited },
      ),
      fromLower(before.atLeast, after.atLeast),
    ]),
  say: (one, facts) => `${sayConsequence(one, facts)} from ${one.atLeast} on`,
});

const evidence: Part<Clause>[] = [
  part({
    path: "evidence",
    label: "evidence",
    whole: true,
    get: (c: Clause) => c.evidence,
    appears: "tighter",
    order: same,
    say: ({ method, target, freshness }) => `(${method}, ${percent(target)}, window ${length(freshness)})`,
  }),
  part({
    path: "evidence.method",
    of: "evidence",
    label: "method",
    get: (c: Clause) => c.evidence?.method,
    appears: "same",
    order: same,
    say: plain,
  }),
  part({
    path: "evidence.describe",
    of: "evidence",
    label: "description of the evidence",
    get: (c: Clause) => c.evidence?.describe,
    appears: "same",
    order: same,
  }),
  part({
    path: "evidence.target",
    of: "evidence",
    label: "target",
    get: (c: Clause) => c.evidence?.target,
    appears: "tighter",
    order: higher,
    say: percent,
  }),
  part({
    path: "evidence.freshness",
    of: "evidence",
    label: "window",
    get: (c: Clause) => c.evidence?.freshness,
    appears: "tighter",
    order: shorter,
    say: length,
  }),
  part({
    path: "evidence.perRelease",
    of: "evidence",
    label: "evidence per release",
    get: (c: Clause) => c.evidence?.perRelease,
    appears: "tighter",
    order: (before, after) => higher(Number(before), Number(after)),
    say: (yes) => (yes ? "yes" : "no"),
  }),
  part({
    path: "evidence.minChecks",
    of: "evidence",
    label: "least checks",
    get: (c: Clause) => c.evidence?.minChecks,
    appears: "tighter",
    order: higher,
    say: plain,
  }),
  part({
    path: "evidence.from",
    of: "evidence",
    label: "sources",
    get: (c: Clause) => c.evidence?.from,
    appears: "tighter",
    order: fewerSources,
    say: list,
  }),
  part({
    path: "evidence.reverify",
    of: "evidence",
    label: "who is asked for new evidence",
    get: (c: Clause) => c.evidence?.reverify,
    appears: "same",
    order: same,
    say: plain,
  }),
  part({
    path: "evidence.spans",
    of: "evidence",
    label: "spans that are checks",
    get: (c: Clause) => c.evidence?.spans,
    appears: "same",
    order: same,
    say: (one) => JSON.stringify(one),
  }),
];

const signals: Part<Clause>[] = [
  part({
    path: "failures",
    label: "failures",
    get: (c: Clause) => c.failures,
    appears: "tighter",
    order: (before, after) => together([lower(before.count, after.count), longer(before.within, after.within)]),
    say: (one) => `${one.count} within ${length(one.within)}`,
  }),
  part({
    path: "drift",
    label: "drift is verified",
    get: (c: Clause) => c.drift,
    appears: "tighter",
    order: (before, after) =>
      shorter(before.verify === "auto" ? "PT0S" : before.within, after.verify === "auto" ? "PT0S" : after.within),
    say: (one) => (one.verify === "auto" ? "at once" : `by a person within ${length(one.within)}`),
  }),
  part({
    path: "score",
    label: "score line",
    get: (c: Clause) => c.score,
    appears: "tighter",
    order: (a, b) => higher(a.below, b.below),
    say: (one) => plain(one.below),
  }),
];

/** A clause's parts, in the order of the contract. */
export const CLAUSE_PARTS: readonly Part<Clause>[] = [
  part({ path: "title", label: "title", get: (c: Clause) => c.title, appears: "same", order: same }),
  part({ path: "obligation", label: "obligation", get: (c: Clause) => c.obligation, appears: "same", order: same }),
  part({
    path: "severity",
    label: "severity",
    get: (c: Clause) => c.severity,
    appears: "same",
    order: (before: Severity, after: Severity) => lower(SEVERITIES.indexOf(before), SEVERITIES.indexOf(after)),
    say: plain,
  }),
  part({ path: "owner", label: "owner", get: (c: Clause) => c.owner, appears: "same", order: same, say: plain }),
  part({
    path: "recertify",
    label: "recertified every",
    get: (c: Clause) => c.recertify,
    appears: "tighter",
    order: shorter,
    say: length,
  }),
  part({
    path: "actions",
    label: "actions",
    get: (c: Clause) => c.actions,
    appears: "looser",
    order: moreActions,
    say: list,
  }),
  part({ path: "when", label: "when", get: (c: Clause) => c.when, appears: "looser", order: widerWhen, say: plain }),
  part({
    path: "require",
    label: "require",
    get: (c: Clause) => c.require,
    appears: "tighter",
    order: stricterRequire,
    say: plain,
  }),
  ...evidence,
  ...signals,
  part({
    path: "restore",
    label: "restored by",
    get: (c: Clause) => c.restore,
    appears: "same",
    order: (a, b) => higher(Number(a === "signoff"), Number(b === "signoff")),
    say: plain,
  }),
  part({
    path: "respond",
    label: "response",
    get: (c: Clause) => c.respond,
    appears: "tighter",
    order: (before, after) => shorter(before.within, after.within),
    say: (one) => `within ${length(one.within)}${one.runbook ? ` (${one.runbook})` : ""}`,
  }),
  ...(["violation", "missing", "stale", "failures"] as const).map(consequence),
  drift,
  consequence("score"),
  incident,
];
