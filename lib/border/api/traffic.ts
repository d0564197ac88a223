import { z } from "zod";
import { agentTraffic } from "@/lib/queries/traffic";
import { type Route, route } from "../route";
import { level, time } from "./common-schemas";

const percentile = z.enum(["p50", "p90", "p95", "p99", "max"]);
const spread = z.object({ p50: z.number(), p90: z.number(), p95: z.number(), p99: z.number(), max: z.number() });

export const trafficRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/agents/{slug}/traffic",
    summary:
      "What an agent was seen to ask for (its newest 5,000 decisions): actions, facts and their spread, what lies open first; and a pact drafted from it, in shadow",
    tag: "Agents",
    permission: "read",
    query: z.object({ percentile: percentile.default("p95").describe("Where the draft's limits on numbers lie") }),
    response: z.object({
      agent: z.string(),
      name: z.string(),
      decisions: z.int(),
      ungoverned: z.int(),
      from: time.nullable(),
      to: time.nullable(),
      workflows: z.array(z.string()),
      counterparties: z.array(z.string()),
      actions: z.array(
        z.object({
          action: z.string(),
          count: z.int(),
          ungoverned: z.int(),
          risk: level.nullable(),
          gated: z.boolean(),
          facts: z.array(
            z.object({
              path: z.string(),
              type: z.string(),
              share: z.number(),
              spread: spread.nullable(),
              values: z.array(z.string()).nullable(),
            }),
          ),
        }),
      ),
      draft: z
        .object({ pact: z.string(), text: z.string().describe("YAML: PUT it to /api/v1/pacts/{pact}") })
        .nullable(),
    }),
    handle: ({ actor, params, query }) => agentTraffic(actor, params.slug ?? "", query.percentile),
  }),
];
