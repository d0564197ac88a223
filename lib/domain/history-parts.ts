/** What a pact's history can be narrowed to. */
export const HISTORY_PARTS = ["all", "versions", "standing", "overrides", "exceptions", "incidents"] as const;
export type HistoryPart = (typeof HISTORY_PARTS)[number];
