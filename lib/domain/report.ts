/**
 * The trust report: the dated, redacted projection that a counterparty reads and verifies. What is left out is said, and
 * some things cannot be: breaches, overrides, exceptions, how much ran, who attested with how many checks, which release.
 */
import type { ControlReference } from "./control.ts";
import type { KeyPins } from "./key-pin.ts";
import type { Limits, PactDocument, Severity } from "./pact.ts";
import type { AuthorityDay, DayWord } from "./report-days.ts";
import type { ClauseReport, PactReport } from "./standing.ts";
import type { Authority } from "./state.ts";
import { joined, upperFirst } from "./text.ts";

/** Stands for a report's id where there is no link to it. */
export const PREVIEW = "preview";

export interface ReportEvidence {
  source: string;
  records: number;
  checks: number;
  failed: number;
  lastObservedAt: string;
}

export interface ReportClause {
  key: string;
  title: string;
  obligation: string;
  severity: Severity;
  owner: string | null;
  /** How it is proven, in words. */
  evidence: string;
  target: number | null;
  freshness: { state: string; observedAt: string | null; staleAt: string | null; windowSeconds: number } | null;
  /** What happens otherwise, in words. */
  otherwise: string;
  standing: ClauseReport["standing"];
  /** Why it does not simply hold, in the sentences that decisions give. */
  because: string[];
  monitor: string | null;
  /** What of a framework it answers to, as the author gives it. */
  controls: ControlReference[];
  days: DayWord[];
  attested: ReportEvidence[];
}

/** Something that happened, with its ledger number. */
export interface ReportEvent {
  number: number | null;
  at: string;
  kind: string;
  /** Who did it; null: left out by the author, or erased. */
  by: string | null;
  /** Goes on from who did it. */
  says: string;
}

export interface ReportCounts {
  allow: number;
  degrade: number;
  review: number;
  block: number;
  /** Ran outside the pact: exceptions by kind. */
  exceptions: Record<string, number>;
  overrideUses: number;
  /** Independent observations, and of those with a decision. */
  observed: number;
  observedGoverned: number;
}

export interface ReportMetric {
  id: string;
  title: string;
  says: string;
  threshold: string;
  state: string;
}

/** The counterparty's word on the wording in force. */
interface ReportSignature {
  /** null: left out by the author. */
  name: string | null;
  audience: string;
  version: number;
  hash: string;
  at: string;
  number: number | null;
}

/** What the reader of this link asked its owner, and what a person answered. */
export interface ReportQuestion {
  /** As the reader gave it. */
  name: string;
  question: string;
  at: string;
  number: number | null;
  /** `by` null: left out by the author. */
  answer: { says: string; by: string | null; at: string; number: number | null } | null;
}

/** A pact of several on one link, in a sentence. */
export interface ReportPact {
  slug: string;
  title: string;
  agent: string;
  cover: string;
}

/** Of a pact's thresholds, how many a drill saw change a decision as they stand. */
export interface ReportDrills {
  thresholds: number;
  passed: number;
  /** `clause: trigger` */
  failed: string[];
  undrilled: string[];
  lastAt: string | null;
  /** From the cause until every live node decided on it, the slowest, ms. */
  slowestMs: number | null;
  /** ISO 8601; null: only when somebody asks. */
  cadence: string | null;
}

export interface Report {
  report: string;
  demonstration: boolean;
  organisation: string;
  audience: string;
  sharedUntil: string;
  at: string;
  asOf: { size: number; root: string } | null;
  pact: { slug: string; title: string; version: number; hash: string; mode: string; liveSince: string };
  countersignatures: ReportSignature[];
  /** Its reader is asked for one. */
  countersign: boolean;
  /** What was asked through this link, the latest first. */
  questions: ReportQuestion[];
  parties: PactDocument["parties"];
  agent: { slug: string; release: string };
  workflow: string;
  /** All pacts that the link opens, this one among them; empty where it is the only one. */
  pacts: ReportPact[];
  /** Its days, the oldest first: the least authority on each. */
  authority: { granted: Authority; effective: Authority; limits: Limits | null; days: AuthorityDay[] };
  score: number | null;
  /** Key of the critical clause that holds the score down; null: none does. */
  cappedBy: string | null;
  /** One sentence. */
  cover: string;
  window: { from: string; to: string };
  counts: ReportCounts;
  clauses: ReportClause[];
  /** The newest of them; `happened` counts all. */
  downgrades: ReportEvent[];
  exceptions: ReportEvent[];
  /** What was put in force. */
  versions: ReportEvent[];
  happened: { downgrades: number; exceptions: number; versions: number };
  drifts: { clause: string; verifiedAt: string; seconds: number | null; says: string }[];
  metrics: ReportMetric[];
  /** What vouches for the log's key outside of the server. */
  key: KeyPins;
  /** null: nothing is live. */
  drills: ReportDrills | null;
  /** What was left out. */
  redacted: string[];
  validUntil: string | null;
}

const NUMBERS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const say = (n: number) => NUMBERS[n] ?? n.toLocaleString("en-GB");
const WORDS = ["breached", "stale", "unproven", "waived"] as const;

const DAY_WORDS = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** "19 November 2026, 14:20 UTC" */
export const dateline = (at: number): string =>
  `${DAY_WORDS.format(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;

/** The one sentence of the cover. @param now ms */
export function coverSentence(pact: PactReport, agent: string, now: number): string {
  const { clauses, authority } = pact;
  const met = clauses.filter(({ standing }) => standing === "met").length;
  const rest = WORDS.flatMap((word) => {
    const n = clauses.filter(({ standing }) => standing === word).length;
    return n > 0 ? [`${say(n)} ${n === 1 ? "is" : "are"} ${word}`] : [];
  });
  const one = clauses.length === 1;
  const of = one ? "the one promise in this pact" : `the ${say(clauses.length)} promises in this pact`;
  const whole =
    clauses.length === 2 ? "both promises in this pact" : `all ${say(clauses.length)} promises in this pact`;
  const some = `${met === 0 ? "none" : say(met)} of ${of} ${met <= 1 ? "holds" : "hold"}, ${joined(rest)}`;
  const held = one
    ? `${of} ${met === 1 ? "holds" : `is ${clauses[0]?.standing}`}`
    : met === clauses.length
      ? `${whole} hold`
      : some;
  const may: Record<Authority, string> = {
    full: `${agent} acts with full authority`,
    limited: `${agent} acts within limits`,
    supervised: `a person approves what ${agent} does`,
    suspended: `${agent} may do nothing`,
  };
  return upperFirst(`on ${dateline(now)}, ${held}; ${may[authority.effective]}.`);
}

/** An event as a sentence. */
export const sayEvent = ({ by, says }: Pick<ReportEvent, "by" | "says">): string => `${by ?? "Somebody"} ${says}`;
