import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EvidenceRecord } from "./evidence.ts";
import { mergeLatchScope } from "./latch.ts";
import { type Applied, applyEvidence, newLine } from "./line.ts";
import type { Clause } from "./pact.ts";
import { type LineEntry, needsReplay, replayLine } from "./replay.ts";
import { driftAt, liftTrigger, restorable, restorationEvidence, verifyDrift } from "./restore.ts";
import type { ClauseLine, Latch } from "./state.ts";
import { oneClause } from "./testing.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-22T12:00:00Z");

const made = (over: Partial<Clause> = {}, evidence: Partial<NonNullable<Clause["evidence"]>> = {}) =>
  oneClause({
    severity: "critical",
    evidence: { method: "runtime", target: 0.98, freshness: "P7D", ...evidence },
    failures: { count: 3, within: "PT24H" },
    drift: { verify: "auto" },
    restore: "signoff",
    on: {
      missing: { do: "block" },
      stale: { do: "review" },
      failures: { do: "degrade", limits: { amount: { max: 5 } } },
      drift: [
        { at: 1000, do: "review" },
        { at: 10000, do: "block" },
      ],
    },
    ...over,
  });

type World = ReturnType<typeof made>;

function record(world: World, over: Partial<EvidenceRecord>): EvidenceRecord {
  return {
    id: "evd_1",
    ...world.key,
    passed: 1,
    failed: 0,
    observedAt: NOW,
    recordedAt: NOW,
    source: "lab",
    vouchedBy: "runtime",
    artifactUsed: false,
    task: null,
    ...over,
  };
}

/** Feeds records in order; latches join and leave as a service would have it. */
function feed(world: World, records: Partial<EvidenceRecord>[], from?: { line: ClauseLine; latches: Latch[] }) {
  let line = from?.line ?? newLine(world.key);
  let latches = from?.latches ?? [];
  let last: Applied | null = null;
  let ids = 0;
  for (const over of records) {
    const taken = record(world, { id: `evd_${++ids}`, ...over });
    const newId = () => `lat_${++ids}`;
    last = applyEvidence({ line, record: taken, ...world, latches, live: true, now: taken.recordedAt, newId });
    line = last.line;
    latches = [...latches.filter((latch) => !last?.lifted.includes(latch)), ...last.latches];
  }
  return { line, latches, last: last as Applied };
}

const fails = (n: number, over: Partial<EvidenceRecord> = {}) =>
  Array.from({ length: n }, () => ({ passed: 0, failed: 1, ...over }));

describe("freshness", () => {
  it("is renewed only by records that pass, are large enough and come from a source that may", () => {
    const world = made({}, { minChecks: 50, from: ["lab"] });
    const renewed = (over: Partial<EvidenceRecord>) => feed(world, [{ passed: 50, ...over }]).line.newest !== null;
    expect(renewed({})).toBe(true);
    expect(renewed({ passed: 49 })).toBe(false);
    expect(renewed({ passed: 97, failed: 3 })).toBe(false);
    expect(renewed({ source: "elsewhere" })).toBe(false);
    expect(renewed({ artifactUsed: true })).toBe(false);
    expect(renewed({ release: "r2" })).toBe(false);
    expect(renewed({ evidenceHash: "sha256:other" })).toBe(false);
  });

  it("is not renewed by the agent's own outcomes, unless `from` names their source", () => {
    const own = { vouchedBy: "self" as const, source: "a" };
    expect(feed(made(), [own]).line.newest).toBeNull();
    expect(feed(made({}, { from: ["a"] }), [own]).line.newest).not.toBeNull();
  });

  it("is not set back by a record that is older", () => {
    const { line } = feed(made(), [{ observedAt: NOW }, { observedAt: NOW - HOUR }]);
    expect(line.newest?.observedAt).toBe(NOW);
  });
});

describe("a record that comes late", () => {
  it("lowers where it turns missing into stale: that consequence may be the stronger", () => {
    const late = { passed: 50, observedAt: NOW - 8 * 24 * HOUR, recordedAt: NOW };
    expect(feed(made(), [late]).last.lowered).toBe(true);
    expect(feed(made(), [{ ...late, observedAt: NOW }]).last.lowered).toBe(false);
    expect(feed(made(), [{ ...late, observedAt: NOW }, late]).last.lowered).toBe(false);
  });
});

describe("repeated failures", () => {
  const apart = (...hours: number[]) => hours.map((h) => ({ passed: 0, failed: 1, observedAt: NOW - h * HOUR }));
  const noDrift = () => made({ drift: undefined });

  it("latch once when so many lie within so long of each other, whatever the order of arrival", () => {
    expect(feed(noDrift(), apart(30, 29, 5)).latches).toEqual([]);
    expect(feed(noDrift(), apart(30, 6, 29)).latches).toMatchObject([
      { trigger: "failures", release: "r1", consequence: { do: "degrade", limits: { amount: { max: 5 } } } },
    ]);
    expect(feed(noDrift(), apart(4, 3, 2, 1)).latches).toHaveLength(1);
  });

  it("are restorable by one counting record observed after the last failure, and start over when lifted", () => {
    const world = noDrift();
    const latched = feed(world, apart(4, 3, 2));
    const latch = latched.latches[0] as Latch;
    expect(restorable(latch, feed(world, [{ observedAt: NOW - 2 * HOUR }], latched).line, world.clause)).toBe(false);
    const passed = feed(world, [{ observedAt: NOW - HOUR }], latched);
    expect(restorable(latch, passed.line, world.clause)).toBe(true);
    expect(passed.latches).toHaveLength(1);
    const lifted = { line: liftTrigger(passed.line, "failures"), latches: [] };
    expect(feed(world, apart(0, 0), lifted).latches).toEqual([]);
  });

  it("are lifted by the evidence alone where the clause says `restore: auto`", () => {
    const { latches, last } = feed(made({ drift: undefined, restore: "auto" }), [
      ...apart(4, 3, 2),
      { observedAt: NOW },
    ]);
    expect(latches).toEqual([]);
    expect(last.events.map((event) => event.kind)).toEqual(["lifted", "renewed"]);
  });
});

describe("drift", () => {
  it("latches every stage that the evidence reaches, starts the monitor anew, and says why", () => {
    const { line, latches } = feed(made(), [{ passed: 60, failed: 40 }]);
    expect(latches.map((latch) => latch.at)).toEqual([1000, 10000]);
    expect(line.monitor).toMatchObject({ e: 0, checks: 100, failed: 40 });
    expect(line.drift).toMatchObject({ state: "verified", alarmAt: NOW, verifiedAt: NOW, onsetAt: NOW });
    expect(latches[0]?.says).toMatch(/^since check 1, 40 of 100 failed \(40 %\); the pact allows 2 %/);
  });

  it("is suspected from a tenth of the lowest stage on, and no longer when it subsides", () => {
    const suspected = feed(made({ failures: undefined }), [{ passed: 0, failed: 2 }]);
    expect(suspected.latches).toEqual([]);
    expect(suspected.line.drift.state).toBe("suspected");
    expect(feed(made({ failures: undefined }), [{ passed: 300, failed: 0 }], suspected).line.drift.state).toBe("none");
  });

  it("waits for a person where the clause says so, and verifies itself when nobody speaks", () => {
    const world = made({ drift: { verify: "person", within: "PT4H" } });
    const { line, latches } = feed(world, [{ passed: 60, failed: 40 }]);
    expect(latches.every((latch) => latch.verifiedAt === NOW + 4 * HOUR)).toBe(true);
    expect([driftAt(line, NOW + 4 * HOUR - 1), driftAt(line, NOW + 4 * HOUR)]).toEqual(["suspected", "verified"]);
    const spoken = verifyDrift({ line, latches, ...world, now: NOW + HOUR, newId: () => "no" });
    expect(spoken.line.drift.state).toBe("verified");
    expect(spoken.latches.map((latch) => latch.verifiedAt)).toEqual([NOW + HOUR, NOW + HOUR]);
  });

  it("counts consecutive failures of one task once, however interleaved", () => {
    const world = made({ failures: undefined });
    const retries = feed(world, [...fails(20, { task: "t" }), { task: "u" }, ...fails(20, { task: "t" })]);
    expect(retries.line.monitor).toMatchObject({ checks: 2, failed: 1 });
    expect(retries.latches).toEqual([]);
    const twice = feed(world, [...fails(2, { task: "t" }), { task: "t" }, ...fails(2, { task: "t" })]);
    expect(twice.line.monitor).toMatchObject({ checks: 3, failed: 2 });
  });

  it("latches nothing on evidence for a draft", () => {
    const world = made();
    const applied = applyEvidence({
      line: newLine(world.key),
      record: record(world, { passed: 0, failed: 50 }),
      ...world,
      latches: [],
      live: false,
      now: NOW,
      newId: () => "no",
    });
    expect(applied.latches).toEqual([]);
    expect(applied.line.monitor?.e).toBeGreaterThan(10_000);
  });
});

describe("restoring a drift", () => {
  it("takes 20 to 1 from the demotion on; at a target of 1, fifty clean checks", () => {
    expect(restorationEvidence(0.02, { passed: 203, failed: 0 })).toBeGreaterThan(20);
    expect(restorationEvidence(0.02, { passed: 150, failed: 0 })).toBeLessThan(20);
    expect(restorationEvidence(0.02, { passed: 203, failed: 2 })).toBeLessThan(20);
    const world = made({}, { target: 1 });
    const latched = feed(world, fails(1));
    expect(latched.latches.map((latch) => latch.trigger)).toEqual(["drift", "drift"]);
    const [latch] = latched.latches as [Latch];
    const later = (n: number) => feed(world, [{ passed: n }], latched).line;
    expect([restorable(latch, later(49), world.clause), restorable(latch, later(50), world.clause)]).toEqual([
      false,
      true,
    ]);
  });

  it("is not helped by checks observed before the demotion, nor by the agent's own word", () => {
    const world = made();
    const latched = feed(world, [{ passed: 60, failed: 40 }]);
    const [latch] = latched.latches as [Latch];
    const later = (over: Partial<EvidenceRecord>) => feed(world, [{ passed: 2000, ...over }], latched).line;
    expect(restorable(latch, later({}), world.clause)).toBe(true);
    expect(restorable(latch, later({ observedAt: NOW - 1 }), world.clause)).toBe(false);
    expect(restorable(latch, later({ vouchedBy: "self" }), world.clause)).toBe(false);
  });

  it("is not lifted by more evidence alone where the clause asks for a sign-off", () => {
    const world = made();
    const latched = feed(world, [{ passed: 60, failed: 40 }]);
    expect(feed(world, [{ passed: 5000 }], latched).latches).toHaveLength(2);
    const auto = made({ restore: "auto" });
    expect(feed(auto, [{ passed: 5000 }], feed(auto, [{ passed: 60, failed: 40 }])).latches).toEqual([]);
  });

  it("lets an agent at its tolerance back with chance at most one in twenty", () => {
    const p0 = 0.05;
    let seed = 42;
    const next = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    let back = 0;
    for (let run = 0; run < 1000; run++) {
      const checks = { passed: 0, failed: 0 };
      for (let check = 0; check < 1500; check++) {
        if (next() < p0) checks.failed++;
        else checks.passed++;
        if (restorationEvidence(p0, checks) < 20) continue;
        back++;
        break;
      }
    }
    expect(back / 1000).toBeLessThanOrEqual(0.06);
  });
});

describe("latches", () => {
  it("survive a new version of the clause and a change of perRelease", () => {
    const bound = (release: string, perRelease: boolean, asked = "r1") =>
      mergeLatchScope([{ release }], { perRelease, release: asked, current: "r1" }).length === 1;
    expect([bound("", true), bound("r1", true), bound("r2", true)]).toEqual([true, true, false]);
    expect([bound("", false), bound("r1", false, "r2"), bound("r2", false)]).toEqual([true, true, false]);
  });
});

describe("replay in arrival order", () => {
  it("equals live: the same line, sign-offs and a person's words included", () => {
    const world = made({ drift: { verify: "person", within: "PT4H" } });
    const entry = fc.oneof(
      fc.record({
        passed: fc.nat(60),
        failed: fc.nat(3),
        back: fc.nat(48),
        task: fc.constantFrom(null, "t", "u"),
        vouchedBy: fc.constantFrom<EvidenceRecord["vouchedBy"]>("self", "provider", "runtime"),
      }),
      fc.constantFrom("failures" as const, "drift" as const, "verified" as const),
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (script) => {
        let line = newLine(world.key);
        let latches: Latch[] = [];
        const entries: LineEntry[] = [];
        for (const [i, step] of script.entries()) {
          const now = NOW + i * HOUR;
          const newId = () => `lat_${i}_${latches.length}`;
          if (step === "verified") {
            const own = latches.filter((latch) => latch.trigger === "drift");
            const spoken = verifyDrift({ line, latches: own, ...world, now, newId });
            line = spoken.line;
            latches = [...latches.filter((l) => !spoken.latches.some(({ id }) => id === l.id)), ...spoken.latches];
            entries.push({ kind: "verified", at: now });
          } else if (typeof step === "string") {
            line = liftTrigger(line, step);
            latches = latches.filter((latch) => latch.trigger !== step);
            entries.push({ kind: "lifted", trigger: step });
          } else if (step.passed + step.failed > 0) {
            const { back, ...over } = step;
            const taken = record(world, { ...over, id: `evd_${i}`, observedAt: now - back * HOUR, recordedAt: now });
            const fed = feed(world, [taken], { line, latches });
            line = fed.line;
            latches = fed.latches;
            entries.push({ kind: "record", record: taken, live: true });
          }
        }
        const strip = (l: ClauseLine) => JSON.parse(JSON.stringify(l)) as unknown;
        expect(strip(replayLine(world.key, entries, world.clause, world.document))).toEqual(strip(line));
      }),
    );
  });

  it("is needed where a version reads the same records differently", () => {
    const { clause } = made();
    expect(needsReplay(clause, { ...clause, title: "Another" })).toBe(false);
    expect(needsReplay(clause, made({}, { freshness: "P1D" }).clause)).toBe(true);
  });
});
