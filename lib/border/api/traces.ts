import { createHash } from "node:crypto";
import { z } from "zod";
import { SuretyError } from "@/lib/domain/errors";
import { spanChecks } from "@/lib/queries/span-checks";
import { recordEvidence } from "@/lib/services/evidence/record";
import { MOST_RECORDS } from "@/lib/services/evidence/shared-input";
import { firstAnswer, hashedCall } from "@/lib/services/idempotent";
import { OTLP_MEDIA, otlpAnswer, readOtlp, spansOf } from "../otlp";
import { type Route, reply, route, type StreamCall } from "../route";

const PATH = "/v1/traces";

/**
 * Spans as checks. Exporters send a batch again where the answer was lost: the same bytes within a day are taken once.
 */
async function takeTraces({ actor, request }: StreamCall): Promise<unknown> {
  const media = (request.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const body = await readOtlp(request.stream, request.header("content-encoding")?.toLowerCase());
  const spans = spansOf(body, media);
  const { checks, ahead } = await spanChecks(actor, spans);
  const bodyHash = createHash("sha256").update(body).digest("hex");
  for (let at = 0, part = 0; at < checks.length; at += MOST_RECORDS, part++) {
    const call = { key: `otlp-${bodyHash}`, call: `POST ${PATH}`, bodyHash, part };
    const once = hashedCall(actor, call, () => ({ status: 200, response: {} }));
    if (await firstAnswer(actor, once)) continue;
    await recordEvidence(actor, checks.slice(at, at + MOST_RECORDS), { idempotent: once });
  }
  const answer = otlpAnswer(media, ahead, "ended in the future: is the clock right?");
  // Protobuf without a rejected span is no bytes at all; with one, plain ASCII: both are text.
  const text = "text" in answer ? answer.text : answer.bytes.toString("latin1");
  return reply({ status: 200, text, headers: { "content-type": media } });
}

export const traceRoutes: Route[] = [
  route({
    method: "POST",
    path: PATH,
    summary: "Spans of OpenTelemetry (OTLP/HTTP) that become checks by the mapping `evidence.spans` of clauses",
    tag: "Evidence",
    permission: "evidence.record",
    stream: { media: OTLP_MEDIA, handle: takeTraces },
    response: z.object({
      partialSuccess: z.object({ rejectedSpans: z.int(), errorMessage: z.string() }).optional(),
    }),
    handle: async () => {
      throw new SuretyError("malformed", `Send OTLP traces as ${OTLP_MEDIA.join(" or ")}.`);
    },
  }),
];
