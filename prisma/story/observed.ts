/** What the bank's gateway saw run, beside what the agents say themselves. */
import type { DecisionFilter } from "@/lib/db/decision-filter";
import { listDecisions } from "@/lib/db/decisions";
import { openFindingGroups } from "@/lib/db/findings";
import type { DecisionRecord } from "@/lib/db/segment";
import { runtime } from "@/lib/runtime/runtime";
import { closeFinding } from "@/lib/services/findings/close";
import { sendHeartbeat } from "@/lib/services/heartbeats/send";
import { recordObservations } from "@/lib/services/observations/record";
import type { Calendar } from "./calendar";
import type { Scene, Stage } from "./scenes";

const AGENT = "invoice-clerk";
/** More than a week's payments, and what one call may hold. */
const MOST = 900;
/** Between the permit and the payment, ms. */
const PAID_AFTER = 40_000;

const iso = (at: number) => new Date(at).toISOString();

function asked({ service: { organisationId } }: Stage, filter: DecisionFilter): Promise<DecisionRecord[]> {
  const of = { agent: [AGENT], ...filter };
  return runtime().db.organisation(organisationId, (tx) => listDecisions(tx, organisationId, of, MOST));
}

/** The gateway's log of a week: payments that were permitted, two that nobody asked for, and a change that was refused. */
async function log(stage: Stage, { on, before }: Calendar) {
  const from = on(7, "00:00");
  const to = before(18);
  const paid = await asked(stage, { permitted: true, from, to });
  const refused = await asked(stage, { trigger: ["scope"], from, to });
  const night = on(2, "02:11");
  return [
    ...paid
      .filter(({ request }) => request.action === "payments.release")
      .map(({ id, request: { agent, action, resource }, answer }) => ({
        ...{ agent, action, resource, decision: id },
        at: iso(answer.decidedAt + PAID_AFTER),
      })),
    ...["Unibulk Trading", "Baltic Pallets"].map((supplier, n) => ({
      ...{ agent: AGENT, action: "payments.release", resource: { supplier } },
      at: iso(night + n * 9_000),
    })),
    ...refused.slice(0, 1).map(({ id, request: { agent, action, resource }, answer }) => ({
      ...{ agent, action, resource, decision: id },
      at: iso(answer.decidedAt + PAID_AFTER),
    })),
  ];
}

/** Somebody says what became of the change that was refused; the payments of the night are still to be explained. */
async function explain({ people, service: { organisationId } }: Stage) {
  const groups = await runtime().db.organisation(organisationId, (tx) => openFindingGroups(tx, organisationId, MOST));
  const refused = groups.find(({ action }) => action === "vendors.update");
  if (!refused) throw new Error("nobody saw the refused change");
  await closeFinding(people.operator, {
    id: refused.newest,
    outcome: "stopped",
    reason: "The update gave the clerk a tool that changes vendors. It was taken away, and the change undone by hand.",
  });
}

/** Read in once: a demo that recorded every payment by itself would take longer to start, and show no more. */
export function observed(calendar: Calendar): Scene[] {
  return [
    {
      at: calendar.before(17),
      play: async (stage) => recordObservations(stage.service, await log(stage, calendar)),
    },
    { at: calendar.before(15), play: explain },
    {
      at: calendar.before(0, 5),
      play: ({ service }) => sendHeartbeat(service, { gateway: "bank-gateway", every: "P1D" }),
    },
  ];
}
