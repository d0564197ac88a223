import { z } from "zod";
import type { NewCase } from "@/lib/db/drills";
import { metricRow } from "@/lib/db/metrics";
import { invalidField } from "@/lib/domain/errors";
import { actionName, slug } from "@/lib/domain/fields";
import type { PactDocument } from "@/lib/domain/pact";
import { type Actor, drillActor, systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { drillMetric } from "./drilling-metrics";
import { drillPact } from "./drilling-pacts";
import { beginDrill } from "./drills/begin";
import { concludeDrill } from "./drills/conclude";
import { dismissTwins } from "./drills/dismiss";
import { type Patience, REAL } from "./drills/shared-twin";
import { eachAlone } from "./each-alone";
import { type Done, parseInput } from "./verb";

/** A request to drill with, where those that were recorded and the samples of a pact's own conditions do not reach a clause. */
const given = z.strictObject({
  action: actionName,
  context: z.record(z.string(), z.unknown()).optional(),
  resource: z.unknown().optional(),
});

export const runDrillInput = z.strictObject({
  pact: slug.optional(),
  metric: slug.optional(),
  requests: z.array(given).max(100, { error: "must be at most 100 requests" }).default([]),
});

/**
 * Drills a pact or a metric now: every threshold has its cause put into a twin, through the same verbs as everything else,
 * and the decision afterwards is held beside the one before.
 * @returns the drill, once it is over
 * @throws SuretyError invalid, not_found; conflict while one runs
 */
export async function runDrill(
  actor: Actor,
  input: z.input<typeof runDrillInput>,
  { scheduled = false, patience = REAL }: { scheduled?: boolean; patience?: Patience } = {},
): Promise<Done<{ id: string; state: string }>> {
  const { pact, metric, requests } = parseInput(runDrillInput, input);
  if ((pact === undefined) === (metric === undefined))
    throw invalidField("pact", "must be named, or a metric in its place: one of the two");
  const subject =
    pact === undefined ? { kind: "metric" as const, slug: metric ?? "" } : { kind: "pact" as const, slug: pact };
  const { result } = await beginDrill(actor, { ...subject, scheduled });
  const { id } = result;
  const drill = drillActor(actor.organisationId, id);
  let cases: NewCase[] = [];
  let abandoned: string | undefined;
  let done: Awaited<ReturnType<typeof concludeDrill>>;
  try {
    const run = { drill, requests, patience };
    cases =
      subject.kind === "pact"
        ? await drillPact(run, await live(actor, subject.slug))
        : await ofMetric(run, subject.slug);
  } catch (error) {
    abandoned = error instanceof Error ? error.message : "it failed";
    throw error;
  } finally {
    await dismissTwins(drill, {});
    done = await concludeDrill(actor, { id, cases, abandoned });
  }
  return done;
}

async function live({ organisationId }: Actor, pact: string): Promise<PactDocument> {
  const row = await runtime().db.organisation(organisationId, (tx) =>
    tx.pactVersion.findFirstOrThrow({ where: { organisationId, pact, state: "live" }, select: { document: true } }),
  );
  return row.document as unknown as PactDocument;
}

async function ofMetric(run: Parameters<typeof drillMetric>[0], slug: string): Promise<NewCase[]> {
  const { organisationId } = run.drill;
  const row = await runtime().db.organisation(organisationId, (tx) =>
    tx.metric.findUniqueOrThrow({ where: { organisationId_slug: { organisationId, slug } } }),
  );
  return drillMetric(run, metricRow(row));
}

/** A drill that runs for longer was left by a process that died, ms. */
const LONGEST_MS = 15 * 60_000;

/** Runs the drills that are due, and ends those that a dead process left, each in units of its own. */
export async function runDueDrills(patience: Patience = REAL): Promise<void> {
  const { db, clock } = runtime();
  const now = new Date(clock.now());
  const left = await db.system((tx) =>
    tx.drill.findMany({ where: { state: "running", startedAt: { lt: new Date(clock.now() - LONGEST_MS) } } }),
  );
  await eachAlone(left, ({ organisationId, id }) => giveUp(organisationId, id), "some drills are still to be ended");
  const due = await db.system((tx) => tx.drillSchedule.findMany({ where: { nextAt: { lte: now } } }));
  await eachAlone(
    due,
    ({ organisationId, kind, slug }) =>
      runDrill(systemActor(organisationId), { [kind]: slug }, { scheduled: true, patience }),
    "some drills wait for the next sweep",
  );
}

async function giveUp(organisationId: string, id: string): Promise<void> {
  await dismissTwins(drillActor(organisationId, id), {});
  const abandoned = "The process that ran it ended before it was over.";
  await concludeDrill(systemActor(organisationId), { id, cases: [], abandoned });
}
