import { Router } from "../router";
import { decisionRoutes } from "./decisions";
import { keyRoutes } from "./keys";
import { memberRoutes } from "./members";
import { openApiRoutes } from "./openapi";
import { organisationRoutes } from "./organisation";
import { teamRoutes } from "./teams";

const routes = [...decisionRoutes, ...organisationRoutes, ...memberRoutes, ...keyRoutes, ...teamRoutes];

/** Every route of the API; the OpenAPI document is made of the same list. */
export const api = new Router([...routes, ...openApiRoutes(routes)]);
