import { z } from "zod";
import { slug } from "@/lib/domain/fields";
import { QUESTIONS } from "@/lib/domain/inventory";
import { inventory } from "@/lib/queries/inventory";
import { workflowBySlug } from "@/lib/queries/workflow";
import { workflowPage } from "@/lib/queries/workflows";
import { putWorkflow, workflowFields } from "@/lib/services/workflows/put";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { level, listOf, time } from "./common-schemas";

const workflowJson = z
  .object({
    slug,
    name: z.string(),
    consequential: z.boolean().describe("Whether it moves money, permissions, counterparties or customers"),
    risk: level,
    actions: z.array(z.object({ name: z.string(), risk: level })),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Workflow" });

const hundred = z.int().min(0).max(100);

const inventoryItem = z
  .object({
    slug,
    name: z.string(),
    consequential: z.boolean(),
    risk: level,
    scores: z
      .object({ promised: hundred, measured: hundred, fresh: hundred, changes: hundred })
      .describe("What is promised, how measured, how fresh, what changes if it fails; 100 is a whole answer"),
    weakest: z.enum(QUESTIONS),
    debts: z.object({ trust: hundred, evidence: hundred, consequence: hundred }).describe("What each lacks of 100"),
    next: z
      .object({
        says: z.string(),
        clause: z.string().nullable(),
        pact: z.string().nullable(),
        action: z.string().nullable().describe("That wants a clause"),
      })
      .nullable()
      .describe("The step that mends most of the weakest answer; null: nothing is owed"),
  })
  .meta({ id: "InventoryItem" });

export const workflowRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/inventory",
    summary: "Every workflow's four answers, scored; the weakest of what matters most first",
    tag: "Workflows",
    permission: "read",
    response: z.object({ items: z.array(inventoryItem) }),
    handle: async ({ actor }) => ({ items: await inventory(actor) }),
  }),
  route({
    method: "PUT",
    path: "/api/v1/workflows/{slug}",
    summary: "Register a workflow, or replace what is said of it",
    tag: "Workflows",
    permission: "workflow.write",
    body: workflowFields,
    response: workflowJson,
    handle: async ({ actor, params, body }) => (await putWorkflow(actor, { slug: params.slug ?? "", ...body })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/workflows",
    summary: "List workflows",
    tag: "Workflows",
    permission: "read",
    query: pageQuery,
    response: listOf(workflowJson),
    handle: async ({ actor, query }) => {
      const rows = await workflowPage(actor, query.limit, lastOf(query.cursor));
      return page(rows, query.limit, (row) => [row.slug]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/workflows/{slug}",
    summary: "One workflow",
    tag: "Workflows",
    permission: "read",
    response: workflowJson,
    handle: ({ actor, params }) => workflowBySlug(actor, params.slug ?? ""),
  }),
];
