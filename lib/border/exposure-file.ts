import type { Exposure } from "@/lib/queries/exposure";
import { csv, csvFile } from "./csv";

const HEADS =
  "decision,decided_at,permitted_at,through,agent,release,action,workflow,resource,verdict,amount,currency,state,note,by,at".split(
    ",",
  );

const textOf = (resource: unknown): string | null =>
  resource == null ? null : typeof resource === "string" ? resource : JSON.stringify(resource);

/** Exposed decisions as CSV, each with what became of it. */
export function exposureFile(id: string, { decisions }: Exposure): Response {
  const rows = decisions.map((one) => [
    one.id,
    one.decidedAt,
    one.permittedAt,
    one.through?.id,
    one.agent,
    one.release,
    one.action,
    one.workflow,
    textOf(one.resource),
    one.verdict,
    one.money?.amount,
    one.money?.currency,
    one.remediation?.state ?? "open",
    one.remediation?.note,
    one.remediation?.by.name,
    one.remediation?.at,
  ]);
  return csvFile(`exposure-${id}.csv`, csv(HEADS, rows));
}
