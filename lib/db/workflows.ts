import { invalid } from "@/lib/domain/errors";
import type { Tx } from "./client";

/** @throws SuretyError invalid, naming each workflow that there is not */
export async function requireWorkflows(tx: Tx, organisationId: string, workflows: readonly string[]): Promise<void> {
  if (workflows.length === 0) return;
  const rows = await tx.workflow.findMany({
    where: { organisationId, slug: { in: [...workflows] } },
    select: { slug: true },
  });
  const known = new Set(rows.map((row) => row.slug));
  const errors = workflows.flatMap((slug, i) =>
    known.has(slug) ? [] : [{ path: `workflows.${i}`, message: `there is no workflow "${slug}"` }],
  );
  if (errors.length > 0) throw invalid(errors);
}
