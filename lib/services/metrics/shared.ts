import type { Tx } from "@/lib/db/client";
import { type Metric, metricRow } from "@/lib/db/metrics";
import { type FieldError, invalid, notFound } from "@/lib/domain/errors";
import type { MetricFields, MetricResponse, MetricScope } from "@/lib/domain/metric";

/** The governed metric, locked: its state changes by one measuring at a time. @throws SuretyError not_found */
export async function lockMetric(tx: Tx, organisationId: string, slug: string): Promise<Metric> {
  await tx.$queryRaw`SELECT 1 FROM metric WHERE organisation_id = ${organisationId} AND slug = ${slug} FOR UPDATE`;
  const row = await tx.metric.findUnique({ where: { organisationId_slug: { organisationId, slug } } });
  if (!row) throw notFound();
  return metricRow(row);
}

/** Refuses an owner, a scope or a response that names what is not there: a breach must find what it acts on. */
export async function requireNames(tx: Tx, organisationId: string, fields: MetricFields): Promise<void> {
  const errors: FieldError[] = [];
  const team = await tx.team.count({ where: { organisationId, slug: fields.owner } });
  if (team === 0)
    errors.push({ path: "owner", message: `must be a team of the organisation; there is no team ${fields.owner}` });
  errors.push(...(await unknownNames(tx, organisationId, "scope", fields.scope)));
  errors.push(...(await unknownNames(tx, organisationId, "response", fields.response)));
  if (errors.length > 0) throw invalid(errors);
}

async function unknownNames(
  tx: Tx,
  organisationId: string,
  at: "scope" | "response",
  named: MetricScope | MetricResponse,
): Promise<FieldError[]> {
  const { agent, workflow, pact } = named as MetricScope;
  const errors: FieldError[] = [];
  const unknown = (path: string, slug: string) =>
    errors.push({ path: `${at}.${path}`, message: `must be one of the organisation's; there is no ${path} ${slug}` });
  if (agent !== undefined && !(await tx.agent.count({ where: { organisationId, slug: agent } })))
    unknown("agent", agent);
  if (workflow !== undefined && !(await tx.workflow.count({ where: { organisationId, slug: workflow } })))
    unknown("workflow", workflow);
  if (pact !== undefined && !(await tx.pact.count({ where: { organisationId, slug: pact } }))) unknown("pact", pact);
  return errors;
}
