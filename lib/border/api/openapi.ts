import { z } from "zod";
import { PERMISSIONS, type Permission } from "@/lib/domain/roles";
import { type Route, reply, route } from "../route";
import { eventCatalogue } from "./webhooks";

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
    requestId: z.string().optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457. `errors` names each refused field and how to mend it." });

type Json = Record<string, unknown>;

const header = (description: string, schema: Json = { type: "string" }): Json => ({ description, schema });

/** Headers of answers, by name. */
const HEADERS = {
  "X-Request-Id": header("The caller's own, or one made here; name it when something is wrong"),
  "Idempotent-Replayed": header("`true`: the first answer to this Idempotency-Key", { const: "true" }),
  ETag: header("Send it back as `If-None-Match`"),
  "Retry-After": header("Of 429 and 503: seconds after which it is worth trying again", { type: "integer" }),
};
const headersOf = (...names: (keyof typeof HEADERS)[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** What stands in for every answer that is no success. */
const PROBLEM: Json = {
  description:
    "A problem document: 400 it cannot be read, 401 no valid key, 403 not yours to do, 404 not there (or not for you), 409 the state does not allow it, 413 too large, 422 a field is refused, 429 too many, 503 not at the moment",
  headers: headersOf("X-Request-Id", "Retry-After"),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** The OpenAPI 3.1 document of these routes, from their zod schemas. */
export function openApi(routes: readonly Route[], version: string): Json {
  const schemas: Json = {};
  const convert = (schema: z.ZodType, io: "input" | "output"): Json => {
    const {
      $schema: _,
      $defs,
      ...json
    } = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" }) as Json & { $defs?: Json };
    Object.assign(schemas, $defs);
    return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  };
  const paths: Record<string, Json> = {};
  for (const one of routes) {
    paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operation(one, convert) };
  }
  convert(problemSchema, "output");
  return {
    openapi: "3.1.0",
    info: {
      title: "Surety",
      version,
      description:
        "Contracts with AI agents that bind at runtime. Ask before a consequential step; submit evidence; read why.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }],
    paths,
    webhooks: eventCatalogue,
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "A service or personal key: `Authorization: Bearer sry_…`",
        },
      },
      headers: HEADERS,
      schemas: JSON.parse(JSON.stringify(schemas).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json,
    },
  };
}

const IDEMPOTENCY =
  "One effect, however often it is sent within 24 hours: the first answer is replayed. With another body it is refused (422)";
const inHeader = (name: string, description: string): Json => ({
  ...{ name, in: "header", required: false, description },
  schema: { type: "string", ...(name === "Idempotency-Key" && { maxLength: 255 }) },
});

function operation(one: Route, convert: (schema: z.ZodType, io: "input" | "output") => Json): Json {
  const names = [...one.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] as string);
  const query = one.query
    ? (convert(one.query, "input") as { properties?: Record<string, Json>; required?: string[] })
    : {};
  const parameters = [
    ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    ...Object.entries(query.properties ?? {}).map(([name, schema]) => ({
      name,
      in: "query",
      required: query.required?.includes(name) ?? false,
      schema,
    })),
    ...(one.method === "POST" ? [inHeader("Idempotency-Key", IDEMPOTENCY)] : []),
    ...(one.tagged ? [inHeader("If-None-Match", "The ETag of the answer that you hold")] : []),
  ];
  const { status = 200 } = one;
  const success: Json = {
    description: "Done",
    headers: headersOf(
      "X-Request-Id",
      ...(one.method === "POST" ? (["Idempotent-Replayed"] as const) : []),
      ...(one.tagged ? (["ETag"] as const) : []),
    ),
    ...(one.response
      ? { content: { [one.media ?? "application/json"]: { schema: convert(one.response, "output") } } }
      : {}),
  };
  return {
    operationId: `${one.method.toLowerCase()}${one.path.replace(/\/api\/v1/, "").replace(/[^A-Za-z0-9]+(\w)?/g, (_, c: string | undefined) => (c ?? "").toUpperCase())}`,
    summary: one.summary,
    tags: [one.tag],
    ...(one.permission === null ? { security: [] } : { description: whoMay(one.permission) }),
    parameters,
    ...bodyOf(one, convert),
    responses: {
      ...Object.fromEntries((typeof status === "number" ? [status] : status.among).map((code) => [code, success])),
      ...(one.tagged ? { 304: { description: "You hold the newest", headers: headersOf("ETag") } } : {}),
      default: PROBLEM,
    },
  };
}

function bodyOf({ body, example, stream }: Route, convert: (schema: z.ZodType, io: "input" | "output") => Json): Json {
  const content: Json = Object.fromEntries((stream?.media ?? []).map((media) => [media, {}]));
  if (body) content["application/json"] = { schema: convert(body, "input"), example };
  const required = !body?.safeParse(undefined).success;
  return Object.keys(content).length > 0 ? { requestBody: { required, content } } : {};
}

function whoMay(permission: Permission): string {
  const { roles, scopes } = PERMISSIONS[permission];
  const keys = scopes.length
    ? `service keys with scope ${scopes.map((s) => `\`${s}\``).join(" or ")}`
    : "no service key";
  return `For members who are ${roles.join(", ")}; ${keys}.`;
}

/** The document itself, made once. */
export function openApiRoutes(routes: readonly Route[]): Route[] {
  let text: string | undefined;
  return [
    route({
      method: "GET",
      path: "/api/v1/openapi.json",
      summary: "This document",
      tag: "Reference",
      permission: null,
      handle: async () => {
        text ??= JSON.stringify(openApi(routes, "1.0.0"));
        return reply({ text, headers: { "content-type": "application/json", "cache-control": "public, max-age=60" } });
      },
    }),
  ];
}
