import { z } from "zod";
import { slug, time as timeField } from "@/lib/domain/fields";
import { POPULATION_FORMATS, POPULATIONS, type Population } from "@/lib/domain/population";
import { exportPage } from "@/lib/queries/exports";
import { listHolds } from "@/lib/queries/holds";
import { placeHold, placeHoldInput } from "@/lib/services/holds/place";
import { releaseHold } from "@/lib/services/holds/release";
import { lastOf, page, pageQuery } from "../page";
import { populationFile } from "../population-file";
import { type Route, route } from "../route";
import { listOf, time, actor as who } from "./common-schemas";

const tag = "Records";

const holdJson = z
  .object({
    id: z.string(),
    reason: z.string(),
    placedAt: time,
    placedBy: who,
    releasedAt: time.nullable(),
    releasedBy: who.nullable(),
    releaseReason: z.string().nullable(),
  })
  .meta({ id: "LegalHold" });

const exportJson = z
  .object({
    id: z.string(),
    number: z.int().nullable().describe("Of its entry in the ledger"),
    at: time,
    by: who,
    what: z.enum(POPULATIONS),
    pact: z.string(),
    format: z.enum(POPULATION_FORMATS),
    from: time.nullable(),
    to: time,
    count: z.int().describe("Rows"),
    sha256: z.string().describe("Of the file, hex"),
    complete: z.boolean().describe("false: its reader left before the end"),
  })
  .meta({ id: "Export" });

const period = z.object({
  pact: slug,
  from: timeField.optional().describe("Default: from the first on"),
  to: timeField.optional().describe("Before this instant; default: now"),
  format: z.enum(POPULATION_FORMATS).default("ndjson"),
});

const SAYS: Record<Population, string> = {
  decisions: "Every decision about a pact made in a period",
  evidence: "Every record of evidence about a pact observed in a period",
  overrides: "Every override of a pact in force in a period, asked for and denied ones among them",
};

const exportRoute = (what: Population): Route =>
  route({
    method: "GET",
    path: `/api/v1/exports/${what}`,
    summary: `${SAYS[what]}, none left out, newest first: NDJSON, or CSV with \`format=csv\`. Streamed; the ledger's entry (\`X-Export-Id\`) has the rows and the file's SHA-256`,
    tag,
    permission: "read",
    query: period,
    media: "application/x-ndjson",
    response: z.string(),
    handle: ({ actor, query: { pact, from, to, format } }) =>
      populationFile(actor, {
        ...{ what, pact, format },
        ...(from !== undefined && { from: Date.parse(from) }),
        ...(to !== undefined && { to: Date.parse(to) }),
      }),
  });

/** What is kept, what may not be erased, and what was taken out. */
export const recordRoutes: Route[] = [
  ...POPULATIONS.map(exportRoute),
  route({
    method: "GET",
    path: "/api/v1/exports",
    summary: "Populations that were taken out, the latest first, each with its rows, digest and ledger number",
    tag,
    permission: "read",
    query: pageQuery,
    response: listOf(exportJson),
    async handle({ actor, query: { limit, cursor } }) {
      const rows = await exportPage(actor, limit, lastOf(cursor));
      const { items, nextCursor } = page(rows, limit, ({ entry }) => [entry]);
      return { items: items.map(({ entry: _, ...view }) => view), nextCursor };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/holds",
    summary: "Legal holds, those in force first",
    tag,
    permission: "read",
    response: z.object({ items: z.array(holdJson) }),
    handle: async ({ actor }) => ({ items: await listHolds(actor) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/holds",
    summary: "Place a legal hold: until it is released nothing is pruned or erased",
    tag,
    permission: "organisation.write",
    body: placeHoldInput,
    response: holdJson,
    status: 201,
    handle: async ({ actor, body, idempotent }) => (await placeHold(actor, body, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/holds/{id}/release",
    summary: "Release a legal hold, with a reason",
    tag,
    permission: "organisation.write",
    body: placeHoldInput,
    response: holdJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await releaseHold(actor, { ...body, id: params.id ?? "" }, { idempotent })).result,
  }),
];
