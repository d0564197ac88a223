import { z } from "zod";
import { oneOf, search, word } from "@/components/shell/search";

/** Parts of the ledger by what they are about: first words of kinds. */
export const FAMILIES = {
  all: null,
  pacts: ["pact"],
  evidence: [
    "evidence",
    "drift",
    "clause",
    "restoration",
    "incident",
    "issuer",
    "reverify",
    "metric",
    "drill",
    "twins",
  ],
  authority: ["grant", "override", "review", "agent", "workflow", "run", "remediation", "response"],
  decisions: ["decisions", "decision", "exception", "observation"],
  reports: ["report", "population", "hold", "retention", "key_pin", "question"],
  people: [
    ...["member", "invitation", "key", "session", "team", "organisation", "witness", "redaction", "ledger"],
    ...["webhook", "mail", "notices"],
  ],
} as const satisfies Record<string, readonly string[] | null>;

export type Family = keyof typeof FAMILIES;
export const FAMILY_NAMES: Record<Family, string> = {
  all: "Everything",
  pacts: "Pacts",
  evidence: "Evidence",
  authority: "Authority",
  decisions: "Decisions",
  reports: "Reports and records",
  people: "People and keys",
};

const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .optional()
  .catch(undefined);

const day = z.iso.date().optional().catch(undefined);

export const ledgerSearch = search(
  z.object({
    of: oneOf(Object.keys(FAMILIES) as [Family, ...Family[]], "all"),
    /** Exactly this subject: `pact/refunds`. */
    subject: word,
    /** Exactly this kind: `pact.published`. */
    kind: word,
    /** Id of who did it. */
    by: word,
    /** Days, UTC: `2026-11-22`. */
    from: day,
    to: day,
    /** Only numbers below this one. */
    before: number,
    /** The entry that is looked at. */
    entry: number,
  }),
);

export type LedgerSearch = ReturnType<typeof ledgerSearch.parse>;
export const ledgerAddress = (of: Partial<LedgerSearch>): string => `/ledger${ledgerSearch.query(of)}`;
