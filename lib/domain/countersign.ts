/** What a counterparty says behind its link: that it agrees to one wording, or which wording it would rather have. */
import type { PactDocument } from "./pact.ts";

/** What a person types to agree. */
export const CONSENT = "I agree";

/** Whether what was typed is the consent, whatever its case, blanks and full stop. */
export const consents = (typed: string): boolean =>
  typed.trim().replace(/\s+/g, " ").replace(/\.$/, "").toLowerCase() === CONSENT.toLowerCase();

/** What they agreed to, as it stands in the ledger: one wording and no other. */
export const consentTo = (title: string, version: number, hash: string): string =>
  `${CONSENT} to version ${version} of ${title}, ${hash}.`;

/** Other wording for one clause's obligation. */
export interface Wording {
  clause: string;
  /** As it stood when it was read. */
  before: string;
  after: string;
}

/** Of what was typed for each clause, what differs from the document; blanks around it and line ends do not. */
export function wordingsOf(document: PactDocument, typed: ReadonlyMap<string, string>): Wording[] {
  return document.clauses.flatMap(({ key, obligation }) => {
    const after = typed.get(key)?.replaceAll("\r\n", "\n").trim();
    return after === undefined || after === "" || after === obligation.trim()
      ? []
      : [{ clause: key, before: obligation, after }];
  });
}

export interface Redlined {
  document: PactDocument;
  /** Clauses whose obligation is another by now than the one that was read, or that are gone. */
  overtaken: string[];
}

/** A document with other wordings in place of those that they were proposed for; what was changed since stays as it is. */
export function redlined(document: PactDocument, wordings: readonly Wording[]): Redlined {
  const proposed = new Map(wordings.map((one) => [one.clause, one]));
  const fits = ({ key, obligation }: PactDocument["clauses"][number]) => {
    const one = proposed.get(key);
    return one !== undefined && (one.before === obligation || one.after === obligation);
  };
  const fitting = new Set(document.clauses.filter(fits).map(({ key }) => key));
  return {
    document: {
      ...document,
      clauses: document.clauses.map((clause) =>
        fitting.has(clause.key) ? { ...clause, obligation: proposed.get(clause.key)?.after ?? "" } : clause,
      ),
    },
    overtaken: wordings.map(({ clause }) => clause).filter((key) => !fitting.has(key)),
  };
}
