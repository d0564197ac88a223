import { describe, expect, it } from "vitest";
import { z } from "zod";
import { as, ask } from "./stage";

interface Operation {
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object };
}

const JSON_TYPE = "application/json";
const read = async (): Promise<Document> => (await as.nobody.get("/api/v1/openapi.json")).body;

/** What the document says of an operation's answer, as a parser that takes nothing else. */
function shapeOf({ responses }: Operation, { components }: Document): { status: number; shape: z.ZodType } {
  const [status, { content } = {}] = Object.entries(responses)[0] ?? [];
  const schema = { ...content?.[JSON_TYPE]?.schema, $defs: components.schemas };
  const local = JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/"));
  return { status: Number(status), shape: z.fromJSONSchema(local) };
}

describe("the OpenAPI document", () => {
  it("has examples that are taken, and answered as it says", async () => {
    const document = await read();
    const { id } = await ask({ agent: "invoice-clerk", action: "payments.release" });
    const tried: string[] = [];
    for (const [path, methods] of Object.entries(document.paths)) {
      const operation = methods.post;
      const example = operation?.requestBody?.content[JSON_TYPE]?.example;
      if (!operation || example === undefined) continue;
      const { status, shape } = shapeOf(operation, document);
      const body = await as.service.must(status, as.service.post(path.replace("{id}", id ?? ""), example));
      expect(shape.safeParse(body).error, path).toBeUndefined();
      tried.push(path);
    }
    expect(tried.length).toBeGreaterThanOrEqual(10);
  });

  it("says what every list and every setting answers, to the last field", async () => {
    const document = await read();
    const look = async ([path, { get }]: [string, Record<string, Operation>]) => {
      if (!get?.responses["200"]?.content?.[JSON_TYPE]?.schema || path.includes("{")) return;
      const answer = await as.owner.get(path);
      if (answer.status !== 200) return;
      expect(shapeOf(get, document).shape.safeParse(answer.body).error, path).toBeUndefined();
    };
    await Promise.all(Object.entries(document.paths).map(look));
  });
});
