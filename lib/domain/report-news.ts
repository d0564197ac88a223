/** What a trust report's subscribers are told of an event: that it changed and how, in words that no redaction leaves out. */

/** The one kind of message that they get. */
export const REPORT_CHANGED = "report.changed";

type Change =
  | "version"
  | "breach"
  | "stale"
  | "downgrade"
  | "restoration"
  | "incident"
  | "exception"
  | "answer"
  | "revoked"
  | "expired";

export interface ReportNews {
  change: Change;
  pact: string;
  /** A sentence; names of clauses, of the agent and nothing else. */
  says: string;
}

/** What a link opens, as far as events are held against it. */
export interface LinkScope {
  report: string;
  pacts: readonly {
    slug: string;
    title: string;
    agent: string;
    workflow: string;
    /** Titles by key. */
    clauses: ReadonlyMap<string, string>;
  }[];
}

export interface NewsEvent {
  kind: string;
  payload: unknown;
}

type Payload = Readonly<Record<string, unknown>>;
type Pact = LinkScope["pacts"][number];
type Tell = (pact: Pact, payload: Payload) => string;

const clauseOf = ({ title, clauses }: Pact, { clause }: Payload) =>
  typeof clause === "string" ? `“${clauses.get(clause) ?? clause}”` : `the scope of ${title}`;
const LEVELS = ["full", "limited", "supervised", "suspended"];
const level = (value: unknown) => (LEVELS.includes(String(value)) ? String(value) : "another level");
const SEVERITIES = ["low", "medium", "high", "critical"];
const severity = ({ severity: said }: Payload) => (SEVERITIES.includes(String(said)) ? `, severity ${said}` : "");

type Table = Record<string, [change: Change, tell: Tell]>;

/** Of a pact and its clauses: the payload names the pact. */
const OF_PACT: Table = {
  "pact.published": ["version", ({ title }, { version }) => `Version ${Number(version)} of ${title} is in force.`],
  "clause.failed": ["breach", (pact, p) => `${clauseOf(pact, p)} failed repeatedly.`],
  "drift.verified": ["breach", (pact, p) => `Drift of ${clauseOf(pact, p)} is verified.`],
  "drift.alarmed": ["downgrade", (pact, p) => `Drift of ${clauseOf(pact, p)} reached a stage at which it acts.`],
  "clause.stale": ["stale", (pact, p) => `The evidence of ${clauseOf(pact, p)} is stale.`],
  "clause.restored": ["restoration", (pact, p) => `${clauseOf(pact, p)} was restored.`],
  "drift.cleared": ["restoration", (pact, p) => `A drift of ${clauseOf(pact, p)} was cleared.`],
  "override.approved": ["exception", (pact, p) => `An override of ${clauseOf(pact, p)} stands.`],
  "override.broke_glass": ["exception", (pact, p) => `Somebody broke the glass on ${clauseOf(pact, p)}.`],
  "override.unratified": ["exception", (pact, p) => `Nobody ratified the break-glass on ${clauseOf(pact, p)} in time.`],
};

/** Of an agent: the payload names it, and perhaps a workflow. */
const OF_AGENT: Table = {
  "grant.lowered": ["downgrade", ({ agent }, p) => `${agent} was lowered to ${level(p.level)} authority.`],
  "grant.fell_back": ["downgrade", ({ agent }, p) => `${agent} fell back to ${level(p.to)} authority.`],
  "grant.raised": ["restoration", ({ agent }, p) => `${agent} was raised to ${level(p.level)} authority.`],
  "incident.opened": ["incident", ({ agent }, p) => `An incident of ${agent} was opened${severity(p)}.`],
  "incident.resolved": ["incident", ({ agent }) => `An incident of ${agent} was resolved.`],
  "observation.ungoverned": ["exception", ({ agent }) => `${agent} was seen to act without a permit.`],
};

/** Of the link itself. */
const OF_LINK: Table = {
  "report.answered": ["answer", () => "A question that was asked through this link was answered."],
  "report.revoked": ["revoked", () => "The link to this report was revoked: it opens nothing any more."],
  "report.expired": ["expired", () => "The link to this report has expired: it opens nothing any more."],
};

/** Kinds of events that may be news of some report. */
export const NEWS_KINDS: ReadonlySet<string> = new Set([OF_PACT, OF_AGENT, OF_LINK].flatMap(Object.keys));
/** Those that a link's end does not keep from being told. */
export const LAST_NEWS: ReadonlySet<string> = new Set(["report.revoked", "report.expired"]);

/** The news of an event for the subscribers of a link; null where it is none of theirs. */
export function reportNews({ report, pacts }: LinkScope, event: NewsEvent): ReportNews | null {
  const payload = (event.payload ?? {}) as Payload;
  const among = (table: Table, concerned: (pact: Pact) => boolean): ReportNews | null => {
    const [change, says] = (Object.hasOwn(table, event.kind) && table[event.kind]) || [];
    const pact = pacts.find(concerned);
    return change && says && pact ? { change, pact: pact.slug, says: says(pact, payload) } : null;
  };
  return (
    among(OF_PACT, ({ slug }) => slug === payload.pact) ??
    among(
      OF_AGENT,
      ({ agent, workflow }) => agent === payload.agent && (payload.workflow == null || payload.workflow === workflow),
    ) ??
    among(OF_LINK, ({ slug }) => payload.report === report && (payload.pact === undefined || slug === payload.pact))
  );
}
