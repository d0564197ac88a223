import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentHash } from "./canonical.ts";
import { type Change, diffPacts, missingAfter } from "./diff.ts";
import type { PactDocument } from "./pact.ts";
import { pactArbitrary, parsed, type Written, writtenPact } from "./testing-pacts.ts";

const NBSP = /\u00a0/g;
const live = () => parsed(writtenPact());
function edited(change: (pact: Written) => void): PactDocument {
  const pact = writtenPact();
  change(pact);
  return parsed(pact);
}
/** The sentences about the first clause, and what they amount to. */
function first(change: (pact: Written) => void): [string, string[]] {
  const clause = diffPacts(live(), edited(change)).clauses[0]!;
  return [clause.change, clause.changes.map((one) => one.says.replace(NBSP, " "))];
}

describe("a clause", () => {
  const table: [string, (pact: Written) => void, string, string[]][] = [
    ["a shorter window", (p) => (p.clauses[0].evidence.freshness = "P3D"), "tightened", ["window 7 d → 3 d, tighter"]],
    ["a longer window", (p) => (p.clauses[0].evidence.freshness = "P14D"), "loosened", ["window 7 d → 14 d, looser"]],
    ["a higher target", (p) => (p.clauses[0].evidence.target = 0.995), "tightened", ["target 98 % → 99.5 %, tighter"]],
    ["fewer checks", (p) => (p.clauses[0].evidence.minChecks = 10), "loosened", ["least checks 50 → 10, looser"]],
    ["any source", (p) => delete p.clauses[0].evidence.from, "loosened", ["sources qa-lab removed, looser"]],
    [
      "another wording",
      (p) => (p.clauses[0].obligation = "Every refund names its paragraph."),
      "reworded",
      ["obligation reworded"],
    ],
    ["another owner", (p) => (p.clauses[0].owner = "orders"), "reworded", ["owner refunds-platform → orders"]],
    [
      "a lower severity",
      (p) => Object.assign(p.clauses[0], { severity: "major", restore: "signoff" }),
      "loosened",
      ["severity critical → major, looser"],
    ],
    [
      "a weaker consequence",
      (p) => (p.clauses[0].on.missing = "review"),
      "loosened",
      ["on missing block → review, looser"],
    ],
    [
      "a stronger consequence",
      (p) => (p.clauses[0].on.stale = "block"),
      "tightened",
      ["on stale review → block, tighter"],
    ],
    [
      "tighter limits",
      (p) =>
        (p.clauses[0].on.failures = { do: "degrade", limits: { amount: { max: 20 }, currency: { equals: "EUR" } } }),
      "tightened",
      ["on failures degrade → degrade (amount at most €20; currency EUR), tighter"],
    ],
    [
      "a later alarm",
      (p) => (p.clauses[0].on.drift[1].at = 5000),
      "loosened",
      [
        "on drift review at 1,000, degrade (amount at most €25) at 10,000 → review at 5,000, degrade (amount at most €25) at 10,000, looser",
      ],
    ],
    [
      "incidents of all levels",
      (p) => (p.clauses[0].on.incident = { do: "block", atLeast: "low" }),
      "tightened",
      ["on incident block from high on → block from low on, tighter"],
    ],
    [
      "a stricter promise",
      (p) => (p.clauses[0].require = "context.amount <= 250"),
      "tightened",
      ["require context.amount <= 500 → context.amount <= 250, tighter"],
    ],
    [
      "a looser promise",
      (p) => (p.clauses[0].require = "context.amount <= 500 || context.fields == 1"),
      "loosened",
      ["require context.amount <= 500 → context.amount <= 500 || context.fields == 1, looser"],
    ],
    [
      "the same promise in other words",
      (p) => (p.clauses[0].require = "!(context.amount > 500)"),
      "reworded",
      ["require context.amount <= 500 → !(context.amount > 500)"],
    ],
    [
      "a promise that cannot be compared",
      (p) => (p.clauses[0].require = "context.amount * 2 <= 100"),
      "loosened",
      ["require context.amount <= 500 → context.amount * 2 <= 100, which cannot be compared and counts as looser"],
    ],
    [
      "a condition that holds more often",
      (p) => (p.clauses[0].when = "context.amount > 10"),
      "tightened",
      ["when context.amount > 20 → context.amount > 10, tighter"],
    ],
    ["no condition", (p) => delete p.clauses[0].when, "tightened", ["when context.amount > 20 removed, tighter"]],
    [
      "more actions",
      (p) => p.clauses[0].actions.push("orders.cancel"),
      "tightened",
      ["actions payments.refund → payments.refund, orders.cancel, tighter"],
    ],
    [
      "fewer failures allowed",
      (p) => (p.clauses[0].failures = { count: 2, within: "P2D" }),
      "tightened",
      ["failures 3 within 24 h → 2 within 2 d, tighter"],
    ],
    [
      "a person to ask about drift",
      (p) => (p.clauses[0].drift = { verify: "person", within: "PT4H" }),
      "loosened",
      ["drift is verified at once → by a person within 4 h, looser"],
    ],
    [
      "no evidence",
      (p) => delete p.clauses[0].evidence,
      "loosened",
      ["evidence (eval, 98 %, window 7 d) removed, looser"],
    ],
    [
      "both at once counts as loosened",
      (p) => Object.assign(p.clauses[0].evidence, { target: 1, freshness: "P8D" }),
      "loosened",
      ["target 98 % → 100 %, tighter", "window 7 d → 8 d, looser"],
    ],
  ];
  test.each(table)("%s", (_, change, kind, says) => expect(first(change)).toEqual([kind, says]));

  test("added, removed and in another order", () => {
    const diff = diffPacts(
      live(),
      edited((p) => {
        p.clauses = [{ ...p.clauses[1], key: "new", title: "New" }, p.clauses[1]];
        delete p.settlement;
      }),
    );
    expect(diff.clauses).toEqual([
      { clause: "new", title: "New", change: "added", changes: [] },
      { clause: "reads-orders", title: "Reads only what it needs", change: "unchanged", changes: [] },
      { clause: "cites-policy", title: "Cites the policy it relied on", change: "removed", changes: [] },
    ]);
    expect(
      diffPacts(
        live(),
        edited((p) => p.clauses.reverse()),
      ).terms.changes.map((one) => one.says),
    ).toEqual(["the clauses stand in another order"]);
  });
});

test("the pact's own terms are compared too", () => {
  const { terms } = diffPacts(
    live(),
    edited((p) => {
      p.mode = "shadow";
      p.scope.actions.push("mail.*");
      p.scope.outside = "review";
      p.levels.limited.amount.max = 40;
      p.overrides.maxDuration = "PT4H";
      p.settlement.clauses["cites-policy"].penalty = 3000;
      delete p.parties.counterparty;
    }),
  );
  expect(terms.change).toBe("loosened");
  expect(terms.changes.map((one) => one.says.replace(NBSP, " "))).toEqual([
    "parties Acme AI and Globex Retail → Acme AI and nobody else",
    "mode enforce → shadow, looser",
    "scope payments.refund, orders.* → payments.refund, orders.*, mail.*, looser",
    "outside the scope block → review, looser",
    "limits of authority `limited` amount at most €50; currency EUR → amount at most €40; currency EUR, tighter",
    "longest override 8 h → 4 h, tighter",
    "settlement of cites-policy in EUR, disputed within 7 d, details changed, tighter",
  ]);
});

/** `from` with the changes of a diff made; clauses that were added come from `to`. */
function apply(from: PactDocument, to: PactDocument): PactDocument {
  const diff = diffPacts(from, to);
  const clauses = diff.clauses.flatMap(({ clause, change, changes }) => {
    const has = (one: PactDocument) => structuredClone(one.clauses.find((other) => other.key === clause));
    if (change === "removed") return [];
    const base = change === "added" ? has(to) : has(from);
    return base ? [made(base, changes)] : [];
  });
  return {
    ...made(
      structuredClone(from),
      diff.terms.changes.filter((one) => one.path !== "clauses"),
    ),
    pact: to.pact,
    clauses,
  };
}
function made<T extends object>(whole: T, changes: Change[]): T {
  for (const { path, after } of changes) {
    const steps = path.split(".");
    let at = whole as Written;
    for (const step of steps.slice(0, -1)) {
      at[step] ??= {};
      at = at[step];
    }
    at[steps.at(-1) as string] = after;
  }
  return JSON.parse(JSON.stringify(whole));
}
/** Without maps that say nothing: `levels: {}` is no `levels`. */
function bare({ levels, overrides, ...rest }: PactDocument): PactDocument {
  const filled = (one: object | undefined) => one && Object.keys(one).length > 0;
  return { ...rest, ...(filled(levels) && { levels }), ...(filled(overrides) && { overrides }) };
}
/** Pairs that share clause keys, so that there is something to compare. */
const pairs = fc.tuple(pactArbitrary, pactArbitrary).map(([a, b]) => {
  const keyed = (one: PactDocument): PactDocument => ({
    ...one,
    pact: "p",
    clauses: one.clauses.map((clause, i) => ({ ...clause, key: `k${i}` })),
  });
  return [keyed(a), keyed(b)] as const;
});

test("applying what a diff says to the older version gives the newer one: nothing goes unsaid", () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      expect(documentHash(bare(apply(a, b)))).toBe(documentHash(bare(b)));
    }),
  );
});

test("a version does not differ from itself", () => {
  fc.assert(
    fc.property(pactArbitrary, (document) => {
      const { terms, clauses } = diffPacts(document, structuredClone(document));
      expect([terms.change, ...clauses.map((one) => one.change)].every((change) => change === "unchanged")).toBe(true);
    }),
  );
});

test("what is tighter one way is looser the other way", () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const [there, back] = [diffPacts(a, b), diffPacts(b, a)];
      const both: [Change[], Change[]][] = [[there.terms.changes, back.terms.changes]];
      for (const { clause, changes } of there.clauses)
        both.push([changes, back.clauses.find((one) => one.clause === clause)!.changes]);
      for (const [changes, reversed] of both) {
        for (const { path, direction, says } of changes) {
          const other = reversed.find((one) => one.path === path)!.direction;
          if (direction === "tighter") expect(other, says).toBe("looser");
          if (direction === "reworded") expect(other, says).toBe("reworded");
        }
      }
    }),
  );
});

describe("clauses that would start missing", () => {
  const missing = (change: (pact: Written) => void) => missingAfter(live(), edited(change));
  test("none, where only wording outside the obligation changed", () => {
    expect(missing((p) => Object.assign(p.clauses[0], { title: "Cites", owner: "orders" }))).toEqual([]);
  });
  test("those whose binding changed, and new ones", () => {
    expect(missing((p) => (p.clauses[0].obligation = "Another."))).toEqual(["cites-policy"]);
    expect(missing((p) => p.scope.actions.push("more.*"))).toEqual(["cites-policy", "reads-orders"]);
    expect(missing((p) => p.clauses.push({ ...p.clauses[1], key: "new" }))).toEqual(["new"]);
  });
  test("all with evidence, where nothing is live; none without evidence", () => {
    expect(missingAfter(null, live())).toEqual(["cites-policy", "reads-orders"]);
    expect(missing((p) => delete p.clauses[0].evidence)).toEqual([]);
  });
});
