/** What the figures say, as tables and goals. */
import type { AtRest } from "./at-rest";
import type { Measured } from "./decide-measure";
import type { Lookup } from "./lookups";
import type { WithPacts } from "./pacts";
import type { Propagation } from "./propagation";
import { count, type Goal, ms, table, times } from "./results";
import type { Figure } from "./serve";
import type { ServerFigures } from "./servers";

const perSecond = (ns: number) => 1e9 / ns;
const nsOf = ({ ns }: Measured, name: string): number => {
  const value = ns[name];
  if (value === undefined) throw new Error(`nobody measured ${name}`);
  return value;
};

const IN_PROCESS = [
  ["plain, agents", "no condition, each pact an agent of its own"],
  ["plain, workflows", "no condition, one agent with all pacts, requests name the workflow"],
  ["conditions, agents", "a condition on each of the ten clauses, each pact an agent of its own"],
  ["conditions, workflows", "a condition on each of the ten clauses, one agent"],
  ["a tenth violates", "as the one before last; a tenth of the requests violates clauses"],
  ["new standing, first decision", "new evidence for one clause of 1,000, compiled, and the first decision after it"],
] as const;

export const bestCasbin = ({ ns }: Measured): number =>
  Math.min(...Object.entries(ns).flatMap(([name, value]) => (name.startsWith("casbin") ? [value] : [])));

export function decideGoals(m: Measured): Goal[] {
  const faster = (other: number) => other / nsOf(m, "surety");
  const atLeast = (what: string, value: number, wanted: number, show: (value: number) => string): Goal => ({
    what,
    measured: show(value),
    wanted: `≥ ${show(wanted)}`,
    met: value >= wanted,
  });
  const rate = (value: number) => `${count(value)}/s`;
  const mismatches = Object.values(m.mismatches).reduce((sum, n) => sum + n, 0);
  return [
    atLeast("`decide`, 100 pacts × 10 clauses, no condition", perSecond(nsOf(m, "plain, agents")), 3e6, rate),
    atLeast("`decide`, a condition on each of ten clauses", perSecond(nsOf(m, "conditions, agents")), 7e5, rate),
    atLeast("against the best set-up of casbin", faster(bestCasbin(m)), 5, times),
    atLeast("against Cedar (WebAssembly)", faster(nsOf(m, "cedar")), 50, times),
    {
      what: `verdicts of casbin and Cedar that differ, of ${m.compared} requests each`,
      measured: String(mismatches),
      wanted: "0",
      met: mismatches === 0,
    },
  ];
}

export function decideTables(m: Measured): string {
  const row = (name: string, says: string) => [says, count(nsOf(m, name)), count(perSecond(nsOf(m, name)))];
  const peers = Object.keys(m.mismatches).map((name) => [
    name,
    count(nsOf(m, name)),
    times(nsOf(m, name) / nsOf(m, "surety")),
    String(m.mismatches[name]),
  ]);
  return [
    "### In process: one core, with reasons, 100 pacts of 10 clauses",
    table([["", "ns", "a second"], ...IN_PROCESS.map(([name, says]) => row(name, says))]),
    `### Four equivalent conditions, the same ${m.compared} requests (${m.permitted} of them permitted)`,
    table([
      ["", "ns", "Surety is faster by", "verdicts that differ"],
      ["Surety", count(nsOf(m, "surety")), "", ""],
      ...peers,
    ]),
  ].join("\n\n");
}

const NAMES = {
  echo: "node:http echo, the floor",
  dry: "Surety, not durable (dry run)",
  durable: "Surety, durable",
  batch: "Surety, durable, batches of 20",
  cerbos: "Cerbos, its decision log in a file",
} as const;

const figure = (figures: ServerFigures, connections: number, name: keyof typeof NAMES): Figure => {
  const found = figures.at.get(connections)?.get(name);
  if (!found) throw new Error(`nobody measured ${name}`);
  return found;
};

export function serverGoals(f: ServerFigures): Goal[] {
  const goals = [...f.at.keys()].flatMap((connections): Goal[] => {
    const cpu = (name: keyof typeof NAMES) => figure(f, connections, name).cpu;
    const [ofEcho, ofCerbos] = [cpu("echo") / cpu("durable"), cpu("cerbos") / cpu("durable")];
    const at = `at ${connections} connections`;
    return [
      { what: `durable, share of the echo, ${at}`, measured: ofEcho.toFixed(2), wanted: "≥ 0.40", met: ofEcho >= 0.4 },
      { what: `durable against Cerbos, ${at}`, measured: times(ofCerbos), wanted: "≥ 10 ×", met: ofCerbos >= 10 },
      {
        what: `a decision of a batch of 20, ${at}`,
        measured: `${cpu("batch").toFixed(1)} µs`,
        wanted: "≤ 5 µs",
        met: cpu("batch") <= 5,
      },
    ];
  });
  const { cerbos, durable } = f.mismatches;
  const differ = cerbos + durable;
  return [
    ...goals,
    {
      what: `verdicts that differ, of ${f.compared} requests`,
      measured: String(differ),
      wanted: "0",
      met: differ === 0,
    },
  ];
}

export function serverTables(f: ServerFigures): string {
  const of = (connections: number) =>
    (Object.keys(NAMES) as (keyof typeof NAMES)[]).map((name) => {
      const { cpu, database, perSecond: rate, p50, p99 } = figure(f, connections, name);
      const share = figure(f, connections, "echo").cpu / cpu;
      return [
        NAMES[name],
        cpu.toFixed(1),
        share.toFixed(2),
        database.toFixed(1),
        count(rate),
        p50.toFixed(1),
        p99.toFixed(1),
      ];
    });
  const head = [
    "",
    "CPU of the server, µs a decision",
    "share of the echo",
    "PostgreSQL beside it, µs",
    "decisions a second",
    "p50, ms",
    "p99, ms",
  ];
  return [...f.at.keys()]
    .flatMap((connections) => [
      `### Over HTTP, ${connections} connections, the same requests (${f.compared} in turn, ${f.permitted} of them permitted)`,
      table([head, ...of(connections)]),
    ])
    .join("\n\n");
}

export const spreadGoals = ({ decision, stream, changes }: Propagation): Goal[] => [
  {
    what: `commit → first changed decision on the same node, p50 / p99 of ${changes} changes`,
    measured: `${ms(decision.p50)} / ${ms(decision.p99)}`,
    wanted: "≤ 15 / 50 ms",
    met: decision.p50 <= 15 && decision.p99 <= 50,
  },
  {
    what: "commit → client of the stream, p50 / p99",
    measured: `${ms(stream.p50)} / ${ms(stream.p99)}`,
    wanted: "≤ 25 / 100 ms",
    met: stream.p50 <= 25 && stream.p99 <= 100,
  },
];

export const spreadText = ({ call }: Propagation): string =>
  `From the call that opens or resolves an incident being sent to the answer of the first decision that follows it, the change's own work included: p50 ${ms(call.p50)}, p99 ${ms(call.p99)}.`;

export const restGoals = ({ whole, facts, decisions }: AtRest): Goal[] => [
  {
    what: `bytes a plain allow at rest beyond its request's own facts, of ${count(decisions)}`,
    measured: (whole - facts).toFixed(1),
    wanted: "≤ 60",
    met: whole - facts <= 60,
  },
];

export const restText = ({ whole, facts, segments }: AtRest): string =>
  `At rest a plain allow takes ${whole.toFixed(1)} bytes, rows, indexes and all (${count(segments)} segments); ${facts.toFixed(1)} of them are what the requests alone take, deflated likewise.`;

export interface Stored {
  decisions: number;
  /** A decision. */
  bytes: number;
  indexed: number;
  lookups: Lookup[];
}

const MOST_MS = 50;

export function lookupGoals(stored: readonly Stored[]): Goal[] {
  return stored.map(({ decisions, lookups }) => {
    const worst = lookups.reduce((a, b) => (b.p99 > a.p99 ? b : a));
    return {
      what: `slowest look-up of ${lookups.length} kinds, ${count(decisions)} decisions stored, p99 (${worst.what})`,
      measured: ms(worst.p99),
      wanted: `≤ ${MOST_MS} ms`,
      met: worst.p99 <= MOST_MS,
    };
  });
}

export const pactTable = (all: readonly WithPacts[]): string =>
  [
    "### With more live pacts in the organisation, ten clauses with a condition each",
    table([
      ["pacts", "durable decision at 64 connections, µs CPU", "all of them read and compiled, ms"],
      ...all.map(({ pacts, cpu, compiled }) => [count(pacts), cpu.toFixed(1), count(compiled)]),
    ]),
  ].join("\n\n");

export function storedTable(stored: readonly Stored[]): string {
  const names = stored[0]?.lookups.map(({ what }) => what) ?? [];
  const cells = (what: string) =>
    stored.map(({ lookups }) => {
      const found = lookups.find((one) => one.what === what);
      return found ? `${found.p50.toFixed(1)} / ${found.p99.toFixed(1)}` : "";
    });
  const bytes = stored.map(
    (one) =>
      `${count(one.decisions)}: ${one.bytes.toFixed(1)} bytes a decision all in all, ${count(one.indexed)} of them with an index row`,
  );
  return [
    "### With more stored decisions: look-ups over HTTP, one after the other, p50 / p99 in ms",
    table([
      ["", ...stored.map(({ decisions }) => `${count(decisions)} stored`)],
      ...names.map((what) => [what, ...cells(what)]),
    ]),
    `${bytes.join("; ")}.`,
  ].join("\n\n");
}
