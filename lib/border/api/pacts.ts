import { z } from "zod";
import { invalidField, SuretyError } from "@/lib/domain/errors";
import { documentHash, slug } from "@/lib/domain/fields";
import { pactDiff, pactVersion } from "@/lib/queries/pact";
import { pactSource } from "@/lib/queries/pact-source";
import { pactList } from "@/lib/queries/pacts";
import { approvePact, approvePactInput } from "@/lib/services/pacts/approve";
import { publishPact } from "@/lib/services/pacts/publish";
import { savePact } from "@/lib/services/pacts/save";
import { submitPact } from "@/lib/services/pacts/submit";
import { withdrawPact } from "@/lib/services/pacts/withdraw";
import { parseBody } from "../body";
import { lastOf, page, pageQuery } from "../page";
import { type ApiRequest, type Route, reply, route } from "../route";
import { listOf } from "./common-schemas";
import {
  approvedPactJson,
  pactDiffJson,
  pactDocument,
  pactSummaryJson,
  pactVersionJson,
  publishedPactJson,
  savedPactJson,
  submittedPactJson,
  withdrawnPactJson,
} from "./pact-schemas";

const step = z.strictObject({ hash: documentHash });
const number = z.coerce.number().int().min(1, { error: "must be a version's number, from 1" });
const tag = (hash: string) => ({ etag: `"${hash}"` });

const YAML = /^(?:application|text)\/(?:x-)?yaml\b/i;

/** The hash that the caller built on: If-Match, or `?base=`. */
function baseOf(request: ApiRequest, base: string | undefined): string | undefined {
  const header = request.header("if-match")?.trim();
  if (header === undefined || header === "*") return base;
  const hash = /^(?:W\/)?"(sha256:[0-9a-f]{64})"$/.exec(header)?.[1];
  if (!hash) throw invalidField("If-Match", 'must be the ETag of the version that you read, such as "sha256:…"');
  return hash;
}

/** @throws SuretyError malformed where it is neither JSON nor said to be YAML */
function documentOf(request: ApiRequest): { text: string; format: "yaml" | "json" } {
  const type = request.header("content-type") ?? "application/json";
  if (YAML.test(type)) return { text: request.body, format: "yaml" };
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new SuretyError("malformed", "Send the document as application/json or application/yaml.");
  }
  parseBody(request);
  return { text: request.body, format: "json" };
}

export const pactRoutes: Route[] = [
  route({
    method: "PUT",
    path: "/api/v1/pacts/{slug}",
    summary: "Save a pact document (JSON, or YAML as application/yaml) as the pact's draft",
    tag: "Pacts",
    permission: "pact.write",
    body: pactDocument,
    raw: true,
    query: z.object({ base: documentHash.optional().describe("Refuse where the pact is no longer this") }),
    response: savedPactJson,
    handle: async ({ actor, params, query, request }) => {
      const input = { pact: params.slug ?? "", ...documentOf(request), base: baseOf(request, query.base) };
      const { result } = await savePact(actor, input);
      return reply({ json: result, headers: tag(result.hash) });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/pacts",
    summary: "List pacts with where they stand",
    tag: "Pacts",
    permission: "read",
    query: pageQuery.extend({ agent: slug.optional(), workflow: slug.optional() }),
    response: listOf(pactSummaryJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const rows = await pactList(actor, filter, { limit, after: lastOf(cursor) });
      return page(rows, limit, (row) => [row.pact]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}",
    summary:
      "A pact: the version asked for, else the live one, else the draft; with `Accept: application/yaml` as the YAML it was written as, comments and all",
    tag: "Pacts",
    permission: "read",
    query: z.object({ version: number.optional() }),
    response: pactVersionJson,
    handle: async ({ actor, params, query, request }) => {
      const yaml = (request.header("accept") ?? "").split(",").some((type) => YAML.test(type.trim()));
      if (!yaml) {
        const version = await pactVersion(actor, params.slug ?? "", query.version);
        return reply({ json: version, headers: { ...tag(version.hash), vary: "Accept" } });
      }
      const { text, hash } = await pactSource(actor, params.slug ?? "", query.version);
      const headers = { ...tag(hash), vary: "Accept", "content-type": "application/yaml; charset=utf-8" };
      return reply({ text, headers });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/diff",
    summary: "Two versions compared, clause by clause; by default the newest with the one before it",
    tag: "Pacts",
    permission: "read",
    query: z.object({ from: number.optional(), to: number.optional() }),
    response: pactDiffJson,
    handle: ({ actor, params, query }) => pactDiff(actor, params.slug ?? "", query.from, query.to),
  }),
  route({
    method: "POST",
    path: "/api/v1/pacts/{slug}/submit",
    summary: "Put the draft up for approval",
    tag: "Pacts",
    permission: "pact.write",
    body: step,
    response: submittedPactJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await submitPact(actor, { pact: params.slug ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/pacts/{slug}/withdraw",
    summary: "Take the draft back from review; its approvals are void",
    tag: "Pacts",
    permission: "pact.write",
    body: step,
    response: withdrawnPactJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await withdrawPact(actor, { pact: params.slug ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/pacts/{slug}/approve",
    summary:
      "Approve the draft under review, by a member who did not write it; carry evidence over where only the wording changed",
    tag: "Pacts",
    permission: "pact.approve",
    body: approvePactInput.omit({ pact: true }),
    response: approvedPactJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await approvePact(actor, { pact: params.slug ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/pacts/{slug}/publish",
    summary: "Put the approved draft into force; the version before it is superseded",
    tag: "Pacts",
    permission: "pact.publish",
    body: step,
    response: publishedPactJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await publishPact(actor, { pact: params.slug ?? "", ...body }, { idempotent })).result,
  }),
];
