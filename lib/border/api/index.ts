import { authzenRoutes } from "../authzen/routes";
import { Router } from "../find-route";
import { contractRoutes } from "../report/contract-routes";
import { reportPageRoutes } from "../report/routes";
import { subscriptionRoutes } from "../report/subscription-routes";
import { streamRoutes } from "../stream";
import { agentRoutes } from "./agents";
import { decisionRoutes } from "./decisions";
import { driftRoutes } from "./drifts";
import { drillRoutes } from "./drills";
import { evidenceRoutes } from "./evidence";
import { exceptionRoutes } from "./exceptions";
import { exposureRoutes } from "./exposures";
import { findingRoutes } from "./findings";
import { grantRoutes } from "./grants";
import { heartbeatRoutes } from "./heartbeats";
import { incidentRoutes } from "./incidents";
import { issuerRoutes } from "./issuers";
import { keyRoutes } from "./keys";
import { ledgerRoutes } from "./ledger";
import { memberRoutes } from "./members";
import { metricRoutes } from "./metrics";
import { noticeRoutes } from "./notices";
import { observationRoutes } from "./observations";
import { openApi, openApiRoutes } from "./openapi";
import { organisationRoutes } from "./organisation";
import { overrideRoutes } from "./overrides";
import { pactCommentRoutes } from "./pact-comments";
import { pactRoutes } from "./pacts";
import { questionRoutes } from "./questions";
import { recertifyRoutes } from "./recertify";
import { recordRoutes } from "./records";
import { redlineRoutes } from "./redlines";
import { reportFactRoutes } from "./report-facts";
import { reportRoutes } from "./reports";
import { responseRoutes } from "./responses";
import { restorationRoutes } from "./restorations";
import { reverificationRoutes } from "./reverification";
import { reviewRoutes } from "./reviews";
import { runRoutes } from "./runs";
import { schemaRoutes } from "./schemas";
import { simulateRoutes } from "./simulate";
import { snapshotRoutes } from "./snapshot";
import { subscriberRoutes } from "./subscribers";
import { teamRoutes } from "./teams";
import { traceRoutes } from "./traces";
import { trafficRoutes } from "./traffic";
import { webhookRoutes } from "./webhooks";
import { workflowRoutes } from "./workflows";

const routes = [
  ...decisionRoutes,
  ...authzenRoutes,
  ...organisationRoutes,
  ...memberRoutes,
  ...keyRoutes,
  ...teamRoutes,
  ...agentRoutes,
  ...workflowRoutes,
  ...pactRoutes,
  ...pactCommentRoutes,
  ...redlineRoutes,
  ...simulateRoutes,
  ...trafficRoutes,
  ...recertifyRoutes,
  ...schemaRoutes(),
  ...grantRoutes,
  ...reviewRoutes,
  ...runRoutes,
  ...restorationRoutes,
  ...overrideRoutes,
  ...incidentRoutes,
  ...evidenceRoutes,
  ...issuerRoutes,
  ...reverificationRoutes,
  ...traceRoutes,
  ...driftRoutes,
  ...exceptionRoutes,
  ...exposureRoutes,
  ...metricRoutes,
  ...drillRoutes,
  ...reportRoutes,
  ...questionRoutes,
  ...subscriberRoutes,
  ...reportFactRoutes,
  ...recordRoutes,
  ...reportPageRoutes,
  ...contractRoutes,
  ...subscriptionRoutes,
  ...observationRoutes,
  ...findingRoutes,
  ...heartbeatRoutes,
  ...noticeRoutes,
  ...responseRoutes,
  ...webhookRoutes,
  ...ledgerRoutes,
  ...streamRoutes,
  ...snapshotRoutes,
];

/** The OpenAPI document, as data: what the reference page reads. */
export const apiDocument = () => openApi(routes, "1.0.0");

/** Every route of the API; the OpenAPI document is made of the same list. */
export const api = new Router([...routes, ...openApiRoutes(routes)]);
