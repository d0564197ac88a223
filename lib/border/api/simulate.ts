import { z } from "zod";
import { invalid, invalidField } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import { parsePact } from "@/lib/domain/parse-pact";
import { MOST_SIMULATED, simulatePact } from "@/lib/queries/simulate";
import { type Route, route } from "../route";
import { queryTime } from "./common-schemas";
import { decisionRequest } from "./decisions";
import { simulationJson } from "./simulate-schemas";

const MOST_REQUESTS = 100;
const LAST = 10_000;

const body = z
  .strictObject({
    document: z.record(z.string(), z.unknown()).optional().describe("A pact document that need not be saved"),
    version: z.int().min(1).optional().describe("Absent, as is `document`: the draft, else what is in force"),
    from: queryTime.optional().describe("Decisions from here on …"),
    to: queryTime.optional().describe("… and before this; with neither, the newest"),
    last: z
      .int()
      .min(1)
      .max(MOST_SIMULATED)
      .optional()
      .describe(`Decisions replayed at most, the newest; ${LAST} where no time is given, else ${MOST_SIMULATED}`),
    requests: z
      .array(decisionRequest)
      .min(1, "ask at least one")
      .max(MOST_REQUESTS, `at most ${MOST_REQUESTS} at once`)
      .optional()
      .describe("Asked in place of recorded decisions"),
  })
  .default({});

/** @throws SuretyError invalid, with paths below `document` */
function documentOf(written: Record<string, unknown>): PactDocument {
  const parsed = parsePact(written);
  if (parsed.ok) return parsed.document;
  throw invalid(parsed.errors.map(({ path, message }) => ({ path: path ? `document.${path}` : "document", message })));
}

export const simulateRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/pacts/{slug}/simulate",
    summary:
      "What a version or a document would answer: recorded decisions asked again under it, by today's standing; what lacks a fact is counted apart",
    tag: "Pacts",
    permission: "read",
    body,
    response: simulationJson,
    handle: async ({ actor, params, body: { document, version, from, to, last, requests } }) => {
      if (document && version !== undefined)
        throw invalidField("version", "stands beside `document`; send one of them");
      if (from !== undefined && to !== undefined && from >= to) throw invalidField("to", "must be later than `from`");
      if (requests && (from ?? to ?? last) !== undefined)
        throw invalidField("requests", "stand in place of recorded decisions; leave out from, to and last");
      return simulatePact(actor, params.slug ?? "", {
        document: document && documentOf(document),
        version,
        from,
        to,
        most: last ?? (from === undefined && to === undefined ? LAST : MOST_SIMULATED),
        requests,
      });
    },
  }),
];
