import { z } from "zod";
import { identifier, sha256, slug } from "@/lib/domain/fields";
import { POPULATION_FORMATS, POPULATIONS } from "@/lib/domain/population";
import { verb } from "../verb";

/**
 * Writes down that a population was taken out, by whom, how many rows and with which digest: a sample can be held against it.
 * `complete` is false where its reader left before the end.
 */
export const recordExport = verb({
  name: "population.export",
  permission: "read",
  input: z.strictObject({
    id: identifier,
    what: z.enum(POPULATIONS),
    format: z.enum(POPULATION_FORMATS),
    pact: slug,
    from: z.number().nullable(),
    to: z.number(),
    count: z.int().min(0),
    sha256,
    complete: z.boolean(),
  }),
  async work(_, { id, from, to, ...told }) {
    const period = { from: from === null ? null : new Date(from).toISOString(), to: new Date(to).toISOString() };
    return {
      result: null,
      entries: [{ kind: "population.exported", subject: `export/${id}`, payload: { ...told, ...period } }],
      effect: "none",
    };
  },
});
