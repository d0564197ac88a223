import { z } from "zod";
import { driftDetail } from "@/lib/queries/drift";
import { incidentDetail } from "@/lib/queries/incident";
import { incidentPack } from "@/lib/queries/incident-pack";
import { setRemediation, setRemediationInput } from "@/lib/services/remediations/set";
import { type Route, route } from "../route";
import { exposureJson } from "./exposure-schemas";

const MOST = 10_000;

/** What was permitted while a promise was broken, and what became of it. */
export const exposureRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/drifts/{id}/exposure",
    summary: "Decisions permitted between the onset of a drift and its enforcement",
    tag: "Drifts",
    permission: "read",
    response: exposureJson,
    handle: async ({ actor, params }) => (await driftDetail(actor, params.id ?? "", MOST)).exposure,
  }),
  route({
    method: "GET",
    path: "/api/v1/incidents/{id}/exposure",
    summary: "Decisions permitted between the beginning of an incident and its enforcement, and those linked to it",
    tag: "Incidents",
    permission: "read",
    response: exposureJson,
    handle: async ({ actor, params }) => (await incidentDetail(actor, params.id ?? "", MOST)).exposure,
  }),
  route({
    method: "GET",
    path: "/api/v1/incidents/{id}/pack",
    summary: "The post-incident pack: what was promised, known and decided, when and by whom",
    tag: "Incidents",
    permission: "read",
    response: z.looseObject({ format: z.literal("surety.incident-pack/1") }).meta({ id: "IncidentPack" }),
    handle: async ({ actor, params }) => ({ ...(await incidentPack(actor, params.id ?? "")) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/remediations",
    summary: "Say what became of exposed decisions; on an incident this also links a decision to it",
    tag: "Incidents",
    permission: "remediation.set",
    body: setRemediationInput,
    response: z.object({
      agent: z.string(),
      decisions: z.array(z.string()),
      state: z.string(),
      note: z.string().nullable(),
    }),
    handle: async ({ actor, body, idempotent }) => (await setRemediation(actor, body, { idempotent })).result,
  }),
];
