/** The evidence of four weeks, as the laboratories and desks send it. */
import type { recordEvidence } from "@/lib/services/evidence/record";
import type { Calendar } from "./calendar";
import { chance } from "./random";

type Body = Parameters<typeof recordEvidence>[1];

/** One record as it is sent, with its instant of observation in ms. */
export interface Reading {
  agent: string;
  pact: string;
  clause: string;
  passed: number;
  failed: number;
  release?: string;
  source: string;
  method?: string;
  observedAt: number;
}

/** Records that arrive together. */
export interface Delivery {
  at: number;
  readings: Reading[];
}

export const toBody = (readings: Reading[], draft?: string): Body =>
  readings.map(({ observedAt, ...rest }) => ({
    ...rest,
    ...(draft && { draft }),
    observedAt: new Date(observedAt).toISOString(),
  }));

/**
 * Failed citations of 50, run by run, since release r14: as good as ever for two days, then ever more. The monitor does
 * the rest: it suspects 17 runs before the end, and its stages 1,000 and 10,000 are reached 15 and 13 runs before it.
 */
const FAILED_SINCE_UPDATE = [
  0, 1, 0, 0, 1, 0, 1, 0, 1, 2, 0, 1, 2, 1, 2, 2, 3, 2, 3, 3, 3, 4, 3, 2, 1, 2, 2, 1, 2, 2, 1, 2, 1, 2, 1, 3, 1,
];
/** The run, counted back from the last, that was the first under r14. */
export const FIRST_RUN = FAILED_SINCE_UPDATE.length - 1;

/** Ungrounded replies of 100, on the last evenings: enough to suspect, too few to be sure. */
const UNGROUNDED_LATELY = [4, 9, 11, 11, 9];

export function cited(observedAt: number, failed: number, release: string, checks = 50): Reading {
  return {
    agent: "invoice-clerk",
    pact: "supplier-payments",
    clause: "cites-source",
    passed: checks - failed,
    failed,
    release,
    source: "qa-lab",
    method: "citations-3",
    observedAt,
  };
}

const DAY = 24 * 3_600_000;
/** Runs, counted back from the last, whose results are sent one by one: somebody has grown suspicious. */
const WATCHED = { from: 18, to: 12 };
const EVENING = "18:40";

/** Every run of the citation eval after the launch: four a day. */
function citations(seed: string, { run, on }: Calendar): Reading[] {
  const c = chance(seed, "citations");
  const before: Reading[] = [];
  for (let back = FIRST_RUN + 1; run(back) > on(27, "18:00"); back++)
    before.push(cited(run(back), Number(c.happens(0.3)), "r13"));
  return [...before.reverse(), ...FAILED_SINCE_UPDATE.map((failed, i) => cited(run(FIRST_RUN - i), failed, "r14"))];
}

/** What is measured once a day. */
function daily(seed: string, { on, before }: Calendar): Reading[] {
  const c = chance(seed, "daily");
  const replies = { agent: "reply-writer", pact: "customer-replies", clause: "grounded", source: "qa-lab" };
  const claims = { agent: "expense-auditor", pact: "expense-claims", clause: "has-receipt", source: "second-reader" };
  const readings: Reading[] = [];
  for (let day = 27; day >= 0; day--) {
    const observedAt = on(day, "17:10");
    const failed = UNGROUNDED_LATELY[UNGROUNDED_LATELY.length - 1 - day] ?? c.whole(1, 4);
    readings.push({ ...replies, method: "grounded-2", passed: 100 - failed, failed, observedAt });
    const misread = c.whole(0, 2);
    // The nightly second reading has stopped: it goes stale within two days.
    if (observedAt < before(30)) readings.push({ ...claims, passed: 100 - misread, failed: misread, observedAt });
  }
  return readings;
}

interface Occasion {
  reading: Omit<Reading, "observedAt" | "passed" | "failed">;
  /** Days before the end, with what passed and failed. */
  on: [day: number, time: string, passed: number, failed: number][];
}

const OCCASIONS: Occasion[] = [
  {
    reading: { agent: "invoice-clerk", pact: "supplier-payments", clause: "matches-order", source: "payables-control" },
    on: [
      [18, "15:20", 40, 0],
      [11, "15:05", 39, 1],
      [4, "15:40", 40, 0],
    ],
  },
  {
    reading: {
      agent: "invoice-clerk",
      pact: "supplier-payments",
      clause: "pays-verified-accounts",
      source: "vendor-desk",
    },
    on: [
      [12, "08:00", 214, 0],
      [5, "07:40", 208, 0],
    ],
  },
  {
    reading: { agent: "reply-writer", pact: "customer-replies", clause: "answers-in-time", source: "ticket-system" },
    on: [
      [20, "08:00", 412, 21],
      [13, "08:00", 398, 17],
      [6, "08:00", 405, 30],
    ],
  },
  {
    reading: { agent: "cash-forecaster", pact: "cash-planning", clause: "back-tested", source: "treasury-desk" },
    on: [
      [20, "09:00", 11, 1],
      [13, "09:00", 10, 2],
      [6, "09:00", 10, 2],
    ],
  },
  {
    reading: {
      agent: "expense-auditor",
      pact: "expense-claims",
      clause: "policy-in-force",
      source: "people-operations",
    },
    on: [[16, "09:00", 1, 0]],
  },
];

const occasional = ({ on }: Calendar): Reading[] =>
  OCCASIONS.flatMap(({ reading, on: days }) =>
    days.map(([day, time, passed, failed]) => ({ ...reading, passed, failed, observedAt: on(day, time) })),
  );

/** All that arrives after the launch: each evening what the day brought; what somebody waits for by itself, at once. */
export function deliveries(seed: string, calendar: Calendar): Delivery[] {
  const { run, on, end } = calendar;
  // From the first run of that day on: what arrives in the evening never comes after what it preceded.
  const watched = Math.floor(run(WATCHED.from) / DAY) * DAY;
  const soon = ({ clause, source, observedAt }: Reading): boolean =>
    source === "vendor-desk" || (clause === "cites-source" && observedAt >= watched && observedAt <= run(WATCHED.to));
  const all = [...citations(seed, calendar), ...daily(seed, calendar), ...occasional(calendar)];
  const sent = all
    .filter(soon)
    .map((reading): Delivery => ({ at: reading.observedAt + 9 * 60_000, readings: [reading] }));
  for (let day = 27; day >= 0; day--) {
    const from = on(day + 1, EVENING);
    const at = Math.min(on(day, EVENING), end - 10 * 60_000);
    const readings = all.filter((reading) => !soon(reading) && reading.observedAt >= from && reading.observedAt < at);
    readings.sort((a, b) => a.observedAt - b.observedAt);
    if (readings.length > 0) sent.push({ at, readings });
  }
  return sent;
}
