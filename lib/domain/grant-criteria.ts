/** What an organisation wants to see before an agent is given more authority, and how the agent stands to it. */
import { z } from "zod";
import { durationMs, sayDuration } from "./duration.ts";
import { isoDuration } from "./fields.ts";

export const RAISABLE_LEVELS = ["full", "limited", "supervised"] as const;
export type RaisableLevel = (typeof RAISABLE_LEVELS)[number];

const most = (limit: number) => `must be a whole number from 0 to ${limit.toLocaleString("en-GB")}, or null`;
const whole = (limit: number) =>
  z
    .int({ error: most(limit) })
    .min(0, { error: most(limit) })
    .max(limit, { error: most(limit) });
const overridesMost = z.strictObject({ most: whole(10_000), within: isoDuration }).nullable();

/** One level's criteria as they are set; null or false: not asked for. */
const shape = {
  /** Of each of its pacts there, 0 to 100. */
  score: whole(100).nullable(),
  /** Of each clause with evidence: how probable it is that it is being kept, in per cent. */
  assurance: whole(100).nullable(),
  noOpenDrift: z.boolean({ error: "must be true or false" }),
  noOpenIncident: z.boolean({ error: "must be true or false" }),
  /** Of each clause with evidence, on the current release. */
  checks: whole(1_000_000_000).nullable(),
  daysWithoutBreach: whole(3650).nullable(),
  /** Overrides that took effect. */
  overrides: overridesMost,
  /** Nobody grants it while one of these is not met. */
  required: z.boolean({ error: "must be true or false" }),
};

const criteriaOf = (defaults: Partial<GrantCriteria>) =>
  z
    .strictObject({
      score: shape.score.default(defaults.score ?? null),
      assurance: shape.assurance.default(defaults.assurance ?? null),
      noOpenDrift: shape.noOpenDrift.default(defaults.noOpenDrift ?? false),
      noOpenIncident: shape.noOpenIncident.default(defaults.noOpenIncident ?? false),
      checks: shape.checks.default(defaults.checks ?? null),
      daysWithoutBreach: shape.daysWithoutBreach.default(defaults.daysWithoutBreach ?? null),
      overrides: shape.overrides.default(defaults.overrides ?? null),
      required: shape.required.default(false),
    })
    .prefault({});

export type GrantCriteria = z.output<z.ZodObject<typeof shape>>;

/** Criteria of each level that can be asked for, with what holds until an owner says otherwise. */
export const grantCriteria = z
  .strictObject({
    full: criteriaOf({
      ...{ score: 80, noOpenDrift: true, noOpenIncident: true, checks: 100, daysWithoutBreach: 14 },
      overrides: { most: 2, within: "P30D" },
    }),
    limited: criteriaOf({ noOpenDrift: true, noOpenIncident: true, daysWithoutBreach: 3 }),
    supervised: criteriaOf({ noOpenIncident: true }),
  })
  .prefault({});
export type GrantCriteriaByLevel = z.output<typeof grantCriteria>;

const level = z.strictObject(shape).partial();
/** A change of them: what is absent stays. */
export const grantCriteriaChange = z.strictObject({ full: level, limited: level, supervised: level }).partial();
export type GrantCriteriaChange = z.output<typeof grantCriteriaChange>;

/** The criteria after a change, level by level. */
export function changedCriteria(before: GrantCriteriaByLevel, change: GrantCriteriaChange = {}): GrantCriteriaByLevel {
  const one = (key: RaisableLevel) => ({ ...before[key], ...change[key] });
  return { full: one("full"), limited: one("limited"), supervised: one("supervised") };
}

/** A number and what it is of: the pact or clause that has the lowest. */
export interface Least {
  value: number;
  of: string;
}

/** What is known of an agent where authority is asked for. Null: nothing there has one. */
export interface AgentRecord {
  score: Least | null;
  assurance: Least | null;
  openDrifts: number;
  openIncidents: number;
  checks: Least | null;
  /** Since when no clause was breached, ms; null: one is breached now, or no pact is in force. */
  soundSince: number | null;
  /** When each override took effect, ms. */
  overrides: readonly number[];
}

type Criterion = "score" | "assurance" | "drift" | "incident" | "checks" | "days" | "overrides";

/** One criterion as it was measured. */
export interface Measured {
  criterion: Criterion;
  met: boolean;
  /** The number asked for, and the one found; null: there is none. */
  asked: number;
  found: number | null;
  /** What is asked for: "every score at least 80". */
  wants: string;
  /** What was found: "74.2 under refunds". */
  says: string;
}

const DAY_MS = 24 * 3600_000;

/** Measures a record against the criteria of a level, in a fixed order; a criterion that is not asked for is left out. */
export function measure(criteria: GrantCriteria, record: AgentRecord, now: number): Measured[] {
  const { score, assurance, noOpenDrift, noOpenIncident, checks, daysWithoutBreach, overrides } = criteria;
  const measured: Measured[] = [];
  const atLeast = (criterion: Criterion, asked: number | null, least: Least | null, wants: string, none: string) => {
    if (asked === null) return;
    const met = least !== null && least.value >= asked;
    measured.push({ criterion, met, asked, found: least?.value ?? null, wants, says: sayLeast(least, none) });
  };
  const none = (criterion: Criterion, found: number, wants: string, noun: string) =>
    measured.push({
      criterion,
      met: found === 0,
      asked: 0,
      found,
      wants,
      says: found === 0 ? "none" : `${found} ${noun}`,
    });
  atLeast("score", score, record.score, `the score of each pact at least ${score}`, "no pact there has a score");
  const sure = `each clause kept with at least ${assurance} % probability`;
  atLeast("assurance", assurance, record.assurance, sure, "no clause there takes evidence");
  if (noOpenDrift) none("drift", record.openDrifts, "no open drift", "open");
  if (noOpenIncident) none("incident", record.openIncidents, "no open incident", "open");
  const tested = `at least ${checks} checks of each clause on this release`;
  atLeast("checks", checks, record.checks, tested, "no clause there takes evidence");
  if (daysWithoutBreach !== null) {
    const days = record.soundSince === null ? null : Math.floor(Math.max(0, now - record.soundSince) / DAY_MS);
    measured.push({
      ...{ criterion: "days", met: days !== null && days >= daysWithoutBreach, asked: daysWithoutBreach, found: days },
      wants: `at least ${daysWithoutBreach} days without a breach`,
      says:
        days === null ? "a clause is breached now, or no pact is in force" : `${days} ${days === 1 ? "day" : "days"}`,
    });
  }
  if (overrides !== null) {
    const found = record.overrides.filter((at) => at > now - durationMs(overrides.within)).length;
    const within = sayDuration(durationMs(overrides.within));
    measured.push({
      ...{ criterion: "overrides", met: found <= overrides.most, asked: overrides.most, found },
      wants: `at most ${overrides.most} overrides within ${within}`,
      says: found === 1 ? "1 took effect" : `${found} took effect`,
    });
  }
  return measured;
}

const sayLeast = (least: Least | null, none: string) => (least === null ? none : `${least.value} for ${least.of}`);
