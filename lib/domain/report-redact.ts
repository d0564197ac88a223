import type { Report } from "./report.ts";

/** What an author may leave out. */
export const REDACTABLE = ["owners", "reasons", "artifacts", "amounts"] as const;
export type Redactable = (typeof REDACTABLE)[number];
const SAID: Record<Redactable, string> = {
  owners: "names of teams and people",
  reasons: "the words in which overrides were asked for",
  artifacts: "addresses of artifacts",
  amounts: "limits in money",
};

/**
 * A report without what its author left out, which it says. Breaches, overrides, exceptions and counts always stay; who did
 * them and the words in which they were asked for are left out where they are read from the ledger.
 */
export function redact(report: Report, names: readonly string[]): Report {
  const left = REDACTABLE.filter((name) => names.includes(name));
  const owners = left.includes("owners");
  const amounts = left.includes("amounts");
  return {
    ...report,
    authority: { ...report.authority, limits: amounts ? null : report.authority.limits },
    countersignatures: report.countersignatures.map((one) => ({ ...one, name: owners ? null : one.name })),
    questions: report.questions.map((one) =>
      owners && one.answer ? { ...one, answer: { ...one.answer, by: null } } : one,
    ),
    clauses: report.clauses.map((clause) => ({
      ...clause,
      owner: owners ? null : clause.owner,
      otherwise: amounts ? clause.otherwise.replaceAll(/\(.*?\)/g, "(limits left out)") : clause.otherwise,
      because: owners ? clause.because.map(withoutOwner) : clause.because,
    })),
    redacted: left.map((name) => SAID[name]),
  };
}

const withoutOwner = (says: string) => says.replace(/ Owner: [^.]*\./, "");
