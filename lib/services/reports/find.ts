import { type OpenReport, openReport } from "@/lib/db/reports";
import { runtime } from "@/lib/runtime/runtime";

export type { OpenReport } from "@/lib/db/reports";

/** The report that a link's token opens now; null: unknown, over or revoked. The token is the permission. */
export function findReport(token: string): Promise<OpenReport | null> {
  const { db, clock } = runtime();
  return openReport(db, token, clock.now());
}
