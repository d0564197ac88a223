import { Router } from "../router";
import { decisionRoutes } from "./decisions";
import { openApiRoutes } from "./openapi";

const routes = [...decisionRoutes];

/** Every route of the API; the OpenAPI document is made of the same list. */
export const api = new Router([...routes, ...openApiRoutes(routes)]);
