import { pactJsonSchema } from "@/lib/domain/pact-schema";
import { type Route, reply, route } from "../route";

const PATH = "/api/v1/schemas/pact.json";

/** Open to anybody: an editor has no key. Made once. */
export function schemaRoutes(): Route[] {
  let text: string | undefined;
  return [
    route({
      method: "GET",
      path: PATH,
      summary: "The JSON Schema of pact documents, for editors to complete from",
      tag: "Reference",
      permission: null,
      media: "application/schema+json",
      handle: async () => {
        text ??= JSON.stringify(pactJsonSchema(PATH));
        const headers = { "content-type": "application/schema+json", "cache-control": "public, max-age=3600" };
        return reply({ text, headers: { ...headers, "access-control-allow-origin": "*" } });
      },
    }),
  ];
}
