/** The report as tables and as an answer sheet: what buyers and auditors take into their own files. */
import { sayControl } from "./control.ts";
import { sayAge, sayDuration } from "./duration.ts";
import { dateline, type Report, type ReportClause, sayEvent } from "./report.ts";

/** Rows of a table, the heads first. */
export interface Sheet {
  heads: string[];
  rows: (string | number | null)[][];
}

/** The five questions that a sceptical reader asks of a promise, answered. */
export interface Answer {
  key: string;
  title: string;
  standing: string;
  obligation: string;
  proof: string;
  freshness: string;
  /** What changes when it does not hold. */
  change: string;
  owner: string;
  controls: string[];
}

export const QUESTIONS: Record<"obligation" | "proof" | "freshness" | "change" | "owner", string> = {
  obligation: "What is promised?",
  proof: "How is it proven, and by whom?",
  freshness: "How old is the proof, and how old may it be?",
  change: "What changes when it does not hold?",
  owner: "Who answers for it?",
};

const FRESHNESS: Record<string, string> = { fresh: "Fresh", expiring: "Expiring", stale: "Stale", missing: "Missing" };
const count = (n: number) => n.toLocaleString("en-GB");

/** "Fresh: tested 2 days ago, window 7 days". @param now ms */
export function sayFreshness({ freshness }: Pick<ReportClause, "freshness">, now: number): string {
  if (!freshness) return "Judged at every request";
  const window = sayDuration(1000 * freshness.windowSeconds);
  if (freshness.observedAt === null) return `Missing; window ${window}`;
  const tested = sayAge(now - Date.parse(freshness.observedAt));
  return `${FRESHNESS[freshness.state] ?? freshness.state}: tested ${tested}, window ${window}`;
}

/** "Attested by lab: 200 checks in 2 records, 1 failed, last 2026-11-20." */
export function sayAttested({ attested, target }: Pick<ReportClause, "attested" | "target">): string {
  if (target === null) return "";
  if (attested.length === 0) return "Nobody has attested it in these ninety days.";
  const said = attested.map(
    ({ source, checks, failed, records, lastObservedAt }) =>
      `${source}: ${count(checks)} checks in ${count(records)} ${records === 1 ? "record" : "records"}, ${count(failed)} failed, last ${lastObservedAt.slice(0, 10)}`,
  );
  return `Attested by ${said.join("; ")}.`;
}

export function answersOf(report: Report): Answer[] {
  const now = Date.parse(report.at);
  return report.clauses.map((clause) => ({
    ...{ key: clause.key, title: clause.title, standing: clause.standing, obligation: clause.obligation },
    proof: [clause.evidence, sayAttested(clause)].filter((part) => part !== "").join(" "),
    freshness: sayFreshness(clause, now),
    change: clause.otherwise === "" ? "Nothing by itself." : clause.otherwise,
    owner: clause.owner ?? "left out by the author",
    controls: clause.controls.map(sayControl),
  }));
}

/** The answer sheet as a table. */
export const answerSheet = (report: Report): Sheet => ({
  heads: ["Pact", "Version", "Clause", "Title", "Standing", ...Object.values(QUESTIONS), "Controls", "As of"],
  rows: answersOf(report).map(({ key, title, standing, obligation, proof, freshness, change, owner, controls }) => [
    ...[report.pact.slug, report.pact.version, key, title, standing],
    ...[obligation, proof, freshness, change, owner, controls.join("; "), report.at],
  ]),
});

/** What Markdown would read as markup is made plain. */
const plain = (text: string) => text.replaceAll(/([\\`*_[\]<>#|])/g, "\\$1");

/** The answer sheet as Markdown. */
export function answersMarkdown(report: Report): string {
  const { organisation, pact, agent, audience } = report;
  const head = [
    `# ${plain(agent.slug)}, ${plain(pact.title)}: answers`,
    `${plain(organisation)} for ${plain(audience)}, as of ${dateline(Date.parse(report.at))}. Pact ${plain(pact.slug)}, version ${pact.version}, ${pact.hash}. Release ${plain(agent.release)}.`,
    ...(report.demonstration ? ["**DEMONSTRATION: the organisation and its figures are made up.**"] : []),
    plain(report.cover),
  ];
  const clauses = answersOf(report).map(({ key, title, standing, controls, ...answers }) =>
    [
      `## ${plain(title)} (${plain(key)}): ${standing}`,
      ...Object.entries(QUESTIONS).map(
        ([name, question]) => `**${question}** ${plain(answers[name as keyof typeof QUESTIONS])}`,
      ),
      ...(controls.length > 0 ? [`**Controls, as the author gives them:** ${plain(controls.join("; "))}`] : []),
    ].join("\n\n"),
  );
  const foot = report.redacted.length > 0 ? [`Left out by the author: ${report.redacted.join("; ")}.`] : [];
  return `${[...head, ...clauses, ...foot].join("\n\n")}\n`;
}

/** Every fact of the report, a row each: section, what it is about, which fact, its value, its ledger number. */
export function factSheet(report: Report): Sheet {
  const rows: Sheet["rows"] = [];
  const add = (section: string, about: string, fact: string, value: string | number | null, number?: number | null) =>
    rows.push([section, about, fact, value, number ?? null]);
  const { pact, agent, authority, counts } = report;
  for (const [fact, value] of Object.entries({
    ...{ organisation: report.organisation, audience: report.audience, asOf: report.at, cover: report.cover },
    ...{ agent: agent.slug, release: agent.release, version: pact.version, hash: pact.hash, mode: pact.mode },
    ...{ inForceSince: pact.liveSince, granted: authority.granted, effective: authority.effective },
    ...{ score: report.score, checkpoint: report.asOf?.size ?? null, root: report.asOf?.root ?? null },
    demonstration: report.demonstration ? "yes" : "no",
  }))
    add("report", pact.slug, fact, value);
  const { exceptions, ...decided } = counts;
  for (const [fact, value] of Object.entries({ ...decided, ...exceptions })) add("counts", "last 90 days", fact, value);
  for (const clause of report.clauses) addClause(add, clause, Date.parse(report.at));
  for (const event of report.downgrades) add("downgrade", event.at, "says", sayEvent(event), event.number);
  for (const event of report.exceptions) add("exception", event.at, "says", sayEvent(event), event.number);
  for (const event of report.versions) add("version", event.at, "says", sayEvent(event), event.number);
  for (const { clause, verifiedAt, seconds } of report.drifts)
    add("drift to control", `${clause} ${verifiedAt}`, "seconds", seconds);
  for (const { id, says, threshold, state } of report.metrics) {
    add("metric", id, "value", says);
    add("metric", id, "threshold", threshold);
    add("metric", id, "state", state);
  }
  for (const { name, question, at, number, answer } of report.questions) {
    add("question", `${name} ${at}`, "asks", question, number);
    if (answer) add("question", `${name} ${at}`, "is answered", answer.says, answer.number);
  }
  for (const left of report.redacted) add("left out", pact.slug, "what", left);
  return { heads: ["Section", "About", "Fact", "Value", "Ledger number"], rows };
}

type Add = (section: string, about: string, fact: string, value: string | number | null) => void;

function addClause(add: Add, clause: ReportClause, now: number): void {
  for (const [fact, value] of Object.entries({
    ...{ title: clause.title, obligation: clause.obligation, severity: clause.severity, standing: clause.standing },
    ...{ evidence: clause.evidence, target: clause.target, freshness: sayFreshness(clause, now) },
    ...{ observedAt: clause.freshness?.observedAt ?? null, staleAt: clause.freshness?.staleAt ?? null },
    ...{ owner: clause.owner, otherwise: clause.otherwise, because: clause.because.join(" ") },
    ...{ monitor: clause.monitor, controls: clause.controls.map(sayControl).join("; ") },
    days: clause.days.join(" "),
  }))
    add("clause", clause.key, fact, value);
  for (const { source, records, checks, failed } of clause.attested) {
    add("attested", `${clause.key} by ${source}`, "records", records);
    add("attested", `${clause.key} by ${source}`, "checks", checks);
    add("attested", `${clause.key} by ${source}`, "failed", failed);
  }
}
