/** The parts of an OpenAPI 3.1 document that the reference page shows. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
  default?: unknown;
  format?: string;
}
interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Schema;
}
interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}
export interface ApiDocument {
  info: { version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Listed extends Operation {
  method: string;
  path: string;
}

/** Operations by tag, in the document's order. */
export function byTag(document: ApiDocument): [string, Listed[]][] {
  const groups = new Map<string, Listed[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? "Other";
      groups.set(tag, [...(groups.get(tag) ?? []), { ...operation, method: method.toUpperCase(), path }]);
    }
  }
  return [...groups];
}

/** The type of a value in a few words: `string`, `number or null`, `"allow" or "block"`, `list of Decision`. */
export function sayType(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "object";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return [...new Set(any.map(sayType))].join(" or ");
  if (schema.type === "array") return `list of ${schema.items ? sayType(schema.items) : "anything"}`;
  if (schema.type === undefined) return "anything";
  const types = [schema.type].flat().join(" or ");
  return schema.format === "date-time" ? `${types}, RFC 3339` : types;
}

export interface Field {
  path: string;
  type: string;
  required: boolean;
  description?: string;
}

/** The fields of an object, nested ones dotted; named schemas are not opened. */
export function fieldsOf(schema: Schema, prefix = ""): Field[] {
  if (schema.type === "array" && schema.items) return fieldsOf(schema.items, `${prefix}[].`);
  const any = schema.anyOf ?? schema.oneOf;
  if (any && !schema.properties) return any.flatMap((one) => fieldsOf(one, prefix));
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = prefix + name;
    const own = {
      path,
      type: sayType(inner),
      required: schema.required?.includes(name) ?? false,
      description: inner.description,
    };
    const list = inner.type === "array" ? inner.items : undefined;
    return [own, ...fieldsOf(inner.properties ? inner : (list ?? {}), list ? `${path}[].` : `${path}.`)];
  });
}
