import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, documentHash } from "./canonical.ts";
import { parsePact, parsePactText, toYaml } from "./parse-pact.ts";
import { pactArbitrary, parsed, type Written, writtenArbitrary, writtenPact } from "./testing-pacts.ts";

const CONFORMANCE = join(import.meta.dirname, "../../../shared/conformance/decisions.json");

/** The errors after a change to a whole pact, as "path message". */
function errorsAfter(change: (pact: Written) => void): string[] {
  const pact = writtenPact();
  change(pact);
  const result = parsePact(pact);
  return result.ok ? [] : result.errors.map((error) => `${error.path}: ${error.message}`);
}

test("short forms are expanded and defaults filled in", () => {
  const document = parsed(writtenPact());
  expect(document.mode).toBe("enforce");
  expect(document.permit).toBe("PT5M");
  expect(document.scope).toEqual({
    actions: ["payments.refund", "orders.*"],
    outside: { do: "block" },
    release: "assumed",
  });
  const [cites, reads] = document.clauses;
  expect(cites!.restore).toBe("signoff");
  expect(reads!.restore).toBe("auto");
  expect(cites!.evidence!.perRelease).toBe(true);
  expect(reads!.evidence).toEqual({
    method: "runtime",
    target: 0.9,
    freshness: "P30D",
    perRelease: false,
    minChecks: 1,
  });
  expect(cites!.drift).toEqual({ verify: "auto" });
  expect(cites!.on).toEqual({
    violation: { do: "block" },
    missing: { do: "block" },
    stale: { do: "review" },
    failures: { do: "degrade" },
    drift: [
      { at: 1000, do: "review" },
      { at: 10_000, do: "degrade", limits: { amount: { max: 25 } } },
    ],
    score: { do: "review" },
    incident: { do: "block", atLeast: "high" },
  });
  expect(reads!.on.drift).toEqual([{ at: 10_000, do: "review" }]);
});

test("a single drift consequence, with or without its number, is one stage", () => {
  for (const [written, stage] of [
    ["block", { at: 10_000, do: "block" }],
    [{ do: "block" }, { at: 10_000, do: "block" }],
    [
      { do: "review", at: 500 },
      { at: 500, do: "review" },
    ],
  ] as const) {
    const pact = writtenPact();
    pact.clauses[1].on.drift = written;
    expect(parsed(pact).clauses[1]!.on.drift).toEqual([stage]);
  }
});

describe("errors name their path and how to mend them", () => {
  const table: [name: string, change: (pact: Written) => void, errors: (string | RegExp)[]][] = [
    [
      "an unknown key inside evidence",
      (p) => (p.clauses[0].evidence.targte = 1),
      ["clauses[0].evidence.targte: unknown key; did you mean `target`?"],
    ],
    [
      "an unknown trigger",
      (p) => (p.clauses[0].on.stael = "block"),
      ["clauses[0].on.stael: unknown key; did you mean `stale`?"],
    ],
    ["an unknown key at the top", (p) => (p.colour = 1), ["colour: unknown key; remove it"]],
    [
      "an unknown key in a limit",
      (p) => (p.levels.limited.amount.most = 1),
      [/^levels\.limited\.amount\.most: unknown key/],
    ],
    [
      "an unknown consequence",
      (p) => (p.clauses[0].on.stale = "pause"),
      ["clauses[0].on.stale: must be block, degrade, review or settle, or { do: …, limits: … }"],
    ],
    [
      "an unknown consequence, long form",
      (p) => (p.clauses[0].on.stale = { do: "pause" }),
      ["clauses[0].on.stale.do: must be one of block, review, degrade, settle"],
    ],
    [
      "a consequence of no kind",
      (p) => (p.clauses[0].on.stale = 3),
      [/^clauses\[0\]\.on\.stale: must be block, degrade, review or settle/],
    ],
    [
      "an unknown key in a consequence",
      (p) => (p.clauses[0].on.stale = { do: "block", limit: {} }),
      ["clauses[0].on.stale.limit: unknown key; did you mean `limits`?"],
    ],
    [
      "an unknown key in a stage",
      (p) => (p.clauses[0].on.drift[0].att = 1),
      [/^clauses\[0\]\.on\.drift\[0\]\.att: unknown key/],
    ],
    [
      "two stages at one number",
      (p) => (p.clauses[0].on.drift[1].at = 10_000),
      ["clauses[0].on.drift: must not have two stages at the same number"],
    ],
    [
      "an unknown level",
      (p) => (p.clauses[0].on.incident = { do: "block", atLeast: "severe" }),
      ["clauses[0].on.incident.atLeast: must be one of low, medium, high, critical"],
    ],
    [
      "limits on what is no degrade",
      (p) => (p.clauses[0].on.stale = { do: "block", limits: { amount: { max: 1 } } }),
      ["clauses[0].on.stale.limits: only `degrade` takes limits"],
    ],
    ["limits without a path", (p) => (p.levels.limited = {}), ["levels.limited: must limit at least one path"]],
    [
      "a limit that says nothing",
      (p) => (p.levels.limited.amount = {}),
      ["levels.limited.amount: must say at least one of max, min, only, equals"],
    ],
    [
      "a path that is none",
      (p) => (p.levels.limited["a..b"] = { max: 1 }),
      [/^levels\.limited\.a\.\.b: must be a dotted path/],
    ],
    ["a wrong surety version", (p) => (p.surety = 2), ["surety: must be 1, the version of this format"]],
    ["a missing version", (p) => delete p.surety, ["surety: is missing; it must be 1, the version of this format"]],
    ["a missing owner", (p) => delete p.clauses[0].owner, [/^clauses\[0\]\.owner: is missing; it must be a name/]],
    [
      "a missing severity",
      (p) => delete p.clauses[0].severity,
      ["clauses[0].severity: is missing; it must be one of critical, major, minor"],
    ],
    ["a missing on", (p) => delete p.clauses[1].on, ["clauses[1].on: is missing; it must be an object"]],
    ["missing parties", (p) => delete p.parties, ["parties: is missing; it must be an object"]],
    ["an empty obligation", (p) => (p.clauses[0].obligation = " "), ["clauses[0].obligation: must not be empty"]],
    [
      "a duration in months",
      (p) => (p.clauses[0].recertify = "P1M"),
      [/^clauses\[0\]\.recertify: must be an ISO 8601 duration such as P7D, PT4H or P2W \(no years or months\)$/],
    ],
    [
      "a window of no length",
      (p) => (p.clauses[0].evidence.freshness = "P0D"),
      ["clauses[0].evidence.freshness: must be longer than nothing"],
    ],
    [
      "a target in per cent",
      (p) => (p.clauses[0].evidence.target = 98),
      ["clauses[0].evidence.target: must be at most 1 (0.98 for 98 %)"],
    ],
    [
      "a person to verify without a deadline",
      (p) => (p.clauses[0].drift = { verify: "person" }),
      [/^clauses\[0\]\.drift\.within: `verify: person` needs `within`/],
    ],
    [
      "a key taken twice",
      (p) => (p.clauses[1].key = "cites-policy"),
      ["clauses[1].key: is taken by clauses[0] already"],
    ],
    ["an action that is none", (p) => (p.scope.actions = ["pay ments"]), [/^scope\.actions\[0\]: must be an action/]],
    ["no action", (p) => (p.scope.actions = []), ["scope.actions: must name at least one action"]],
    [
      "amounts that are no whole numbers",
      (p) => (p.settlement.clauses["cites-policy"].hold = 0.5),
      ["settlement.clauses.cites-policy.hold: must be a whole number of minor units"],
    ],
    [
      "a fact of an unknown type",
      (p) => (p.facts.amount.type = "money"),
      ["facts.amount.type: must be one of number, string, boolean, object, array"],
    ],
    ["a null", (p) => (p.clauses[0].when = null), ["clauses[0].when: must be an expression (a text)"]],
  ];
  test.each(table)("%s", (_, change, errors) => {
    const found = errorsAfter(change);
    expect(found).toHaveLength(errors.length);
    errors.forEach(
      (error, i) => void (typeof error === "string" ? expect(found[i]).toBe(error) : expect(found[i]).toMatch(error)),
    );
  });

  test("all errors come at once", () => {
    expect(
      errorsAfter((p) => {
        p.colour = 1;
        p.clauses[0].on.stale = "pause";
        p.clauses[1].evidence.targte = 1;
        delete p.title;
      }).map((error) => error.split(":")[0]),
    ).toEqual(["title", "clauses[0].on.stale", "clauses[1].evidence.targte", "colour"]);
  });

  test("what is no document at all, or hides a name of JavaScript's, is refused", () => {
    for (const input of [null, 1, "pact", [], undefined]) expect(parsePact(input).ok).toBe(false);
    const text = JSON.stringify(writtenPact());
    for (const hidden of [
      text.replace('"levels":{', '"levels":{"__proto__":{},'),
      text.replace('"limited":{', '"limited":{"__proto__":{"max":1},'),
    ]) {
      expect(parsePact(JSON.parse(hidden)).ok).toBe(false);
    }
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(parsePact({ ...writtenPact(), title: deep }).ok).toBe(false);
  });
});

test("the canonical form is its own canonical form, and names the same version", () => {
  fc.assert(
    fc.property(writtenArbitrary, (written) => {
      const once = parsed(written);
      const twice = parsed(once);
      expect(twice).toEqual(once);
      expect(documentHash(twice)).toBe(documentHash(once));
    }),
  );
});

test("a short form and its long form are the same version", () => {
  const long = writtenPact();
  long.clauses[0].on.stale = { do: "review" };
  long.clauses[1].on.drift = [{ at: 10_000, do: "review" }];
  long.mode = "enforce";
  expect(documentHash(parsed(long))).toBe(documentHash(parsed(writtenPact())));
});

test("YAML and JSON exports read back as the same document", () => {
  fc.assert(
    fc.property(pactArbitrary, (document) => {
      for (const result of [parsePactText(toYaml(document), "yaml"), parsePactText(canonicalJson(document), "json")]) {
        expect(result).toEqual({ ok: true, document });
      }
    }),
  );
});

describe("text", () => {
  const yaml = () => toYaml(parsed(writtenPact()));
  const message = (text: string, format: "yaml" | "json") => {
    const result = parsePactText(text, format);
    return result.ok ? "" : result.errors.map((error) => error.message).join("\n");
  };

  test("YAML stands in the order of the contract, whatever the order of the keys was", () => {
    const document = parsed(writtenPact());
    const shuffled = JSON.parse(canonicalJson(document));
    expect(Object.keys(shuffled)).not.toEqual(Object.keys(document));
    expect(toYaml(shuffled)).toBe(toYaml(document));
  });
  test("`on` is a key, as YAML 1.2 has it", () => expect(parsePactText(yaml(), "yaml").ok).toBe(true));
  test("a key given twice is an error, in YAML as in JSON", () => {
    expect(message(`${yaml()}title: Again\n`, "yaml")).toMatch(/^gives a key twice: title at line \d+, column 1$/);
    expect(message("a: {1: x, '1': y}\n", "yaml")).toMatch(/gives a key twice: 1 at line 1/);
    const json = JSON.stringify(writtenPact());
    expect(message(json.replace("{", '{"title":"a",'), "json")).toMatch(/gives a key twice/);
    expect(parsePactText(JSON.stringify(writtenPact(), null, "\t"), "json").ok).toBe(true);
  });
  test("broken text is told with its line", () => {
    expect(message("surety: 1\n  pact: [", "yaml")).toMatch(/is no valid YAML: .* at line \d/);
    expect(message("{", "json")).toMatch(/is no valid JSON/);
    expect(message("a: 1\n---\nb: 2\n", "yaml")).toMatch(/is no valid YAML/);
    expect(message("a: !!js/function 'x'\n", "yaml")).toMatch(/is no valid YAML/);
  });
  test("text beyond 256 KB, nesting without end and aliases that multiply are refused", () => {
    expect(message(`title: ${"x".repeat(256 * 1024)}`, "yaml")).toBe("must be at most 256 KB");
    expect(message("[".repeat(100_000), "yaml")).not.toBe("");
    expect(message(`${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`, "json")).not.toBe("");
    const bomb = [
      "a0: &a0 [x]",
      ...Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`),
    ];
    expect(message(bomb.join("\n"), "yaml")).toMatch(/alias/i);
    expect(message("a: &a [*a]", "yaml")).not.toBe("");
  });
});

describe.skipIf(!existsSync(CONFORMANCE))("golden decisions (skipped without ../shared)", () => {
  test("all their pacts parse", () => {
    const { pacts } = JSON.parse(readFileSync(CONFORMANCE, "utf8"));
    for (const [name, written] of Object.entries(pacts)) expect(parsePact(written), name).toMatchObject({ ok: true });
  });
});
