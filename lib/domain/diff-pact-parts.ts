/** A pact's own parts that two versions are compared by, its clauses apart. */
import {
  fewerActions,
  higher,
  longer,
  lower,
  type Order,
  shorter,
  stronger,
  strongerKind,
  tighterLimits,
  together,
} from "./diff-order.ts";
import { length, list, type Part, part, plain, same, sayConsequence } from "./diff-part.ts";
import { sayLimits } from "./limits.ts";
import type { PactDocument } from "./pact.ts";

type Settlement = NonNullable<PactDocument["settlement"]>;
function higherAmounts(before: Settlement["clauses"], after: Settlement["clauses"]): Order {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const of = (all: Settlement["clauses"], key: string, name: "hold" | "penalty") => all[key]?.[name] ?? 0;
  return together(
    keys.flatMap((key) =>
      (["hold", "penalty"] as const).map((name) => higher(of(before, key, name), of(after, key, name))),
    ),
  );
}

/** A pact's own parts, its clauses apart. */
export const PACT_PARTS: readonly Part<PactDocument>[] = [
  part({ path: "title", label: "title", get: (p: PactDocument) => p.title, appears: "same", order: same }),
  part({ path: "agent", label: "agent", get: (p: PactDocument) => p.agent, appears: "same", order: same, say: plain }),
  part({
    path: "workflow",
    label: "workflow",
    get: (p: PactDocument) => p.workflow,
    appears: "same",
    order: same,
    say: plain,
  }),
  part({
    path: "parties",
    label: "parties",
    get: (p: PactDocument) => p.parties,
    appears: "same",
    order: same,
    say: (one) => [one.provider, one.counterparty ?? "nobody else"].join(" and "),
  }),
  part({
    path: "mode",
    label: "mode",
    get: (p: PactDocument) => p.mode,
    appears: "same",
    order: (a, b) => higher(Number(a === "enforce"), Number(b === "enforce")),
    say: plain,
  }),
  part({
    path: "permit",
    label: "permits may be used for",
    get: (p: PactDocument) => p.permit,
    appears: "tighter",
    order: shorter,
    say: length,
  }),
  part({
    path: "facts",
    label: "facts",
    get: (p: PactDocument) => p.facts,
    appears: "same",
    order: same,
    say: (all) => list(Object.keys(all)),
  }),
  part({
    path: "scope.actions",
    label: "scope",
    get: (p: PactDocument) => p.scope.actions,
    appears: "same",
    order: fewerActions,
    say: list,
  }),
  part({
    path: "scope.outside",
    label: "outside the scope",
    get: (p: PactDocument) => p.scope.outside,
    appears: "tighter",
    order: (before, after, from, to) =>
      stronger(
        { consequence: before, limited: from.levels?.limited },
        { consequence: after, limited: to.levels?.limited },
      ),
    say: sayConsequence,
  }),
  part({
    path: "scope.release",
    label: "release",
    get: (p: PactDocument) => p.scope.release,
    appears: "same",
    order: (a, b) => higher(Number(a === "required"), Number(b === "required")),
    say: plain,
  }),
  part({
    path: "levels.limited",
    label: "limits of authority `limited`",
    get: (p: PactDocument) => p.levels?.limited,
    appears: "tighter",
    order: tighterLimits,
    say: sayLimits,
  }),
  part({
    path: "overrides.maxDuration",
    label: "longest override",
    get: (p: PactDocument) => p.overrides?.maxDuration,
    appears: "tighter",
    order: shorter,
    say: length,
  }),
  part({
    path: "overrides.budget",
    label: "override budget",
    get: (p: PactDocument) => p.overrides?.budget,
    appears: "tighter",
    order: (before, after) =>
      together([
        lower(before.count, after.count),
        longer(before.within, after.within),
        strongerKind(before.then, after.then),
      ]),
    say: (one) => `${one.count} within ${length(one.within)}, then ${one.then}`,
  }),
  part({
    path: "settlement",
    label: "settlement",
    get: (p: PactDocument) => p.settlement,
    appears: "tighter",
    order: (before, after) =>
      before.currency === after.currency ? higherAmounts(before.clauses, after.clauses) : "unclear",
    say: (one) =>
      `of ${list(Object.keys(one.clauses))} in ${one.currency}, disputed within ${length(one.disputeWindow)}`,
  }),
];
