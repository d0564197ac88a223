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
  schemas.Problem = convert(problemSchema, "output");
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
      schemas: JSON.parse(JSON.stringify(schemas).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json,
    },
  };
}

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
    ...(one.method === "POST"
      ? [{ name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } }]
      : []),
  ];
  const problem = {
    description: "A problem document",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  const success = typeof one.status === "number" ? one.status : 200;
  return {
    operationId: `${one.method.toLowerCase()}${one.path.replace(/\/api\/v1/, "").replace(/[^A-Za-z0-9]+(\w)?/g, (_, c: string | undefined) => (c ?? "").toUpperCase())}`,
    summary: one.summary,
    tags: [one.tag],
    ...(one.permission === null ? { security: [] } : { description: whoMay(one.permission) }),
    parameters,
    ...bodyOf(one, convert),
    responses: {
      [success]: {
        description: "Done",
        ...(one.response
          ? { content: { [one.media ?? "application/json"]: { schema: convert(one.response, "output") } } }
          : {}),
      },
      default: problem,
    },
  };
}

function bodyOf({ body, stream }: Route, convert: (schema: z.ZodType, io: "input" | "output") => Json): Json {
  const content: Json = Object.fromEntries((stream?.media ?? []).map((media) => [media, {}]));
  if (body) content["application/json"] = { schema: convert(body, "input") };
  return Object.keys(content).length > 0 ? { requestBody: { required: true, content } } : {};
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
