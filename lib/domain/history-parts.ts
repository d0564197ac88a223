/** What a pact's history can be narrowed to. */
export const HISTORY_PARTS = ["all", "versions", "standing", "overrides", "exceptions", "incidents"] as const;
export type HistoryPart = (typeof HISTORY_PARTS)[number];
type Part = Exclude<HistoryPart, "all">;

/** How the kinds of ledger entries of a part begin; the first part that fits has an entry. */
const BEGINNINGS: [Part, readonly string[]][] = [
  ["versions", ["pact."]],
  ["standing", ["clause.", "drift.", "restoration.", "grant."]],
  ["exceptions", ["exception.", "override.broke_glass", "override.ratified", "override.unratified"]],
  ["overrides", ["override."]],
  ["incidents", ["incident."]],
];

/** Which part of a history an entry of this kind belongs to; null: to none of them. */
export function partOf(kind: string): Part | null {
  return BEGINNINGS.find(([, all]) => all.some((one) => kind.startsWith(one)))?.[0] ?? null;
}

/** How kinds of a part begin, and which of those are another part's. */
export function kindsOf(part: HistoryPart): { begin: string[]; but: string[] } {
  const at = BEGINNINGS.findIndex(([name]) => name === part);
  const all = (some: typeof BEGINNINGS) => some.flatMap(([, begin]) => begin);
  return at < 0
    ? { begin: all(BEGINNINGS), but: [] }
    : { begin: all([...BEGINNINGS.slice(at, at + 1)]), but: all(BEGINNINGS.slice(0, at)) };
}
