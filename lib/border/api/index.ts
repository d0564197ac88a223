import { Router } from "../router";
import { decisionRoutes } from "./decisions";
import { keyRoutes } from "./keys";
import { memberRoutes } from "./members";
import { openApi, openApiRoutes } from "./openapi";
import { organisationRoutes } from "./organisation";
import { teamRoutes } from "./teams";

const routes = [...decisionRoutes, ...organisationRoutes, ...memberRoutes, ...keyRoutes, ...teamRoutes];

/** The OpenAPI document, as data: what the reference page reads. */
export const apiDocument = () => openApi(routes, "1.0.0");

/** Every route of the API; the OpenAPI document is made of the same list. */
export const api = new Router([...routes, ...openApiRoutes(routes)]);
