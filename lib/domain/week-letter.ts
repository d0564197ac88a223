/** The week of an organisation as one mail: the metrics, what they did, what was lowered, what is due, what nobody answers for. */
import { sayDuration } from "./duration.ts";
import { eventWords } from "./event-words.ts";
import type { Letter, MailLine, MailPart } from "./mail.ts";
import type { FormulaId, MetricResponse, Op, Unit } from "./metric.ts";
import { type MetricState, sayBreach, sayResponse, sayValue } from "./metric.ts";
import { subjectHref } from "./subject-page.ts";

export interface WeekMetric {
  slug: FormulaId | string;
  title: string;
  unit: Unit;
  value: number | null;
  /** null: it governs nothing. */
  threshold: { op: Op; value: number } | null;
  response: MetricResponse | null;
  state: MetricState;
  /** When the owner's look was due, where it is overdue; ms. */
  overdue: number | null;
}

/** Something that happened. */
export interface WeekEvent {
  kind: string;
  subject: string;
  payload: unknown;
}

export interface WeekFacts {
  organisation: string;
  /** ms */
  from: number;
  to: number;
  decisions: { total: number; allow: number; degrade: number; review: number; block: number; ungoverned: number };
  /** The four, then what else governs. */
  metrics: readonly WeekMetric[];
  /** What breaches did in the week, and whether a person has lifted it. */
  breaches: readonly { metric: string; says: string; does: string; lifted: boolean }[];
  lowered: readonly WeekEvent[];
  overrides: readonly WeekEvent[];
  drills: readonly WeekEvent[];
  overrideUses: number;
  clauses: {
    missing: number;
    stale: number;
    /** Within the next seven days, the soonest first. */
    soon: readonly { pact: string; clause: string; staleAt: number }[];
  };
  findings: { open: number; opened: number; unowned: number };
  silent: readonly string[];
  reviews: {
    due: number;
    inTime: number;
    /** Clauses whose review by their owner is overdue. */
    recertify: readonly { pact: string; clause: string; team: string; dueAt: number }[];
  };
}

/** What is listed of one kind; the console has the rest. */
const MOST = 12;

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const many = (n: number, one: string) => (n === 1 ? `1 ${one}` : `${n.toLocaleString("en-GB")} ${one}s`);
const PROMISE: Record<Op, string> = { "<": "at least", "<=": "above", ">": "at most", ">=": "below" };

/** @param url where the console is */
export function weekLetter(facts: WeekFacts, url: string): Letter {
  const { organisation, from, to } = facts;
  const parts: MailPart[] = [
    headline(facts),
    { title: "Metrics", lines: facts.metrics.map((one) => metricLine(one, url)) },
    ...listed("What breaches did", facts.breaches.map(breachLine(url))),
    ...listed("Lowered", facts.lowered.map(eventLine(url))),
    ...listed("Overrides", [
      ...(facts.overrideUses > 0 ? [{ text: `${many(facts.overrideUses, "decision")} rested on an override` }] : []),
      ...facts.overrides.map(eventLine(url)),
    ]),
    ...listed("Evidence", evidenceLines(facts, url)),
    ...listed("Not explained, not heard from", unexplained(facts, url)),
    ...listed("Overdue", overdueLines(facts, url)),
    ...listed("Drills that changed nothing", facts.drills.map(eventLine(url))),
  ];
  const breached = facts.metrics.filter(({ state, threshold }) => threshold && state === "breached").length;
  const subject = `${organisation}: the week to ${day(to)}, ${breached > 0 ? `${many(breached, "metric")} beyond threshold` : "every threshold held"}`;
  const foot = `You get the week from ${day(from)} to ${day(to)} as a member of ${organisation}. Whether you do: ${url}/settings/notifications`;
  return { subject, parts, link: { label: "Open the overview", href: url }, foot };
}

function headline({ decisions: { total, allow, degrade, review, block, ungoverned } }: WeekFacts): string {
  if (total === 0) return "Nobody asked for a decision this week.";
  const parts = [
    ["allow", allow],
    ["degrade", degrade],
    ["review", review],
    ["block", block],
  ] as const;
  const mix = parts.flatMap(([word, n]) => (n > 0 ? [`${n.toLocaleString("en-GB")} ${word}`] : [])).join(", ");
  return `${many(total, "decision")}: ${mix}.${ungoverned > 0 ? ` ${ungoverned.toLocaleString("en-GB")} under no pact.` : ""}`;
}

function metricLine({ slug, title, unit, value, threshold, response, state }: WeekMetric, url: string): MailLine {
  const promise = threshold ? `, promised ${PROMISE[threshold.op]} ${sayValue(threshold.value, unit)}` : "";
  const now = value === null ? "nothing to measure" : sayValue(value, unit);
  const beyond = threshold && value !== null && state === "breached";
  const text = beyond ? sayBreach(title, value, unit, threshold) : `${title}: ${now}${promise}`;
  const rest = threshold ? (response ? `; a breach ${sayResponse(response)}` : "") : "; it governs nothing yet";
  return { text: `${text}${rest}`, href: `${url}/governance/${slug}` };
}

const breachLine =
  (url: string) =>
  ({ metric, says, does, lifted }: WeekFacts["breaches"][number]): MailLine => ({
    text: `${says}: ${does}${lifted ? ", lifted since" : ""}`,
    href: `${url}/governance/${metric}`,
  });

const eventLine =
  (url: string) =>
  ({ kind, subject, payload }: WeekEvent): MailLine => {
    const page = subjectHref(subject);
    return { text: eventWords(kind, payload), ...(page && { href: `${url}${page}` }) };
  };

function evidenceLines({ clauses: { missing, stale, soon } }: WeekFacts, url: string): MailLine[] {
  const board = `${url}/freshness`;
  return [
    ...(missing > 0 ? [{ text: `${many(missing, "clause")} without evidence`, href: board }] : []),
    ...(stale > 0 ? [{ text: `${many(stale, "clause")} stale`, href: board }] : []),
    ...soon.map(({ pact, clause, staleAt }) => ({
      text: `${pact}/${clause} goes stale on ${day(staleAt)}`,
      href: `${url}/pacts/${pact}/clauses/${clause}`,
    })),
  ];
}

function unexplained({ findings: { open, opened, unowned }, silent }: WeekFacts, url: string): MailLine[] {
  const href = `${url}/coverage`;
  const found = `${many(open, "finding")} open, ${opened} of them new this week`;
  return [
    ...(open > 0 ? [{ text: found, href }] : []),
    ...(unowned > 0 ? [{ text: `${many(unowned, "finding")} without an owner`, href }] : []),
    ...silent.map((name) => ({ text: `${name} is silent`, href })),
  ];
}

function overdueLines({ metrics, reviews, to }: WeekFacts, url: string): MailLine[] {
  const late = reviews.due - reviews.inTime;
  return [
    ...(late > 0
      ? [
          {
            text: `${many(late, "held decision")} of ${reviews.due} answered by nobody in time`,
            href: `${url}/reviews`,
          },
        ]
      : []),
    ...metrics.flatMap(({ slug, title, overdue }) =>
      overdue === null
        ? []
        : [
            {
              text: `${title}: its owner's look is overdue by ${sayDuration(to - overdue)}`,
              href: `${url}/governance/${slug}`,
            },
          ],
    ),
    ...reviews.recertify.map(({ pact, clause, team, dueAt }) => ({
      text: `${pact}/${clause}: ${team} was to say by ${day(dueAt)} that it is still right`,
      href: `${url}/pacts/${pact}/clauses/${clause}`,
    })),
  ];
}

function listed(title: string, lines: readonly MailLine[]): MailPart[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST ? [{ text: `and ${lines.length - MOST} more` }] : [];
  return [{ title, lines: [...lines.slice(0, MOST), ...more] }];
}
