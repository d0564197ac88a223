import type { Effect, Entry } from "@/lib/db/change";
import type { Metric } from "@/lib/db/metrics";
import { actorRecord } from "@/lib/domain/roles";
import { endProbations } from "../probations";
import type { VerbContext } from "../verb";

/** What carrying out a response came to. */
interface Carried {
  effect: Effect;
  entries: Entry[];
  payload: Record<string, unknown>;
}

/** Carries out what a breach does. A cap, an enforcement and a freeze hold until a person lifts them. */
export async function carryOut(context: VerbContext, metric: Metric, value: number, says: string): Promise<Carried> {
  const { tx, now, id, organisationId } = context;
  const { response, slug } = metric;
  const target = response as { agent?: string; workflow?: string; pact?: string };
  const row = {
    organisationId,
    id: id("mrs"),
    metric: slug,
    kind: response.do,
    level: response.do === "cap" ? response.level : null,
    agent: target.agent ?? null,
    workflow: target.workflow ?? null,
    pact: target.pact ?? null,
    value,
    says,
    since: new Date(now),
  };
  await tx.metricResponse.create({ data: row });
  const payload = { response: row.id };
  if (response.do === "cap" || response.do === "enforce") return { effect: "lowers", entries: [], payload };
  if (response.do === "incident") return { effect: "lowers", entries: await incident(context, metric, says), payload };
  if (response.do === "review") await callForReview(context, metric);
  return { effect: "none", entries: [], payload };
}

async function incident(
  { tx, now, id, actor, organisationId }: VerbContext,
  metric: Metric,
  says: string,
): Promise<Entry[]> {
  const { agent, severity } = metric.response as { agent: string; severity: string };
  const title = `Metric ${metric.slug} is breached`;
  const row = { organisationId, id: id("inc"), agent, severity, title, detail: says, state: "open" };
  await tx.incident.create({ data: { ...row, openedAt: new Date(now), openedBy: actorRecord(actor) } });
  const payload = { agent, severity, title, detail: says, metric: metric.slug };
  const opened = `The incident "${title}" was opened.`;
  const fallen = await endProbations({ tx, organisationId, now }, [
    { kind: "incident", agent, workflow: null, says: opened },
  ]);
  return [{ kind: "incident.opened", subject: `incident/${row.id}`, payload }, ...fallen];
}

/** The owner's look is due now, whenever the last one was. */
async function callForReview({ tx, now, organisationId }: VerbContext, { slug }: Metric): Promise<void> {
  await tx.metric.update({
    where: { organisationId_slug: { organisationId, slug } },
    data: { calledAt: new Date(now), remindedAt: null },
  });
}
