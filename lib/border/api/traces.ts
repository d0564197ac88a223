import { createHash } from "node:crypto";
import { z } from "zod";
import { SuretyError } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { spanChecks } from "@/lib/queries/span-checks";
import { recordEvidence } from "@/lib/services/evidence/record";
import { MOST_RECORDS } from "@/lib/services/evidence/shared-input";
import { firstAnswer, hashedCall, type IdempotentCall } from "@/lib/services/idempotent";
import { recordObservations } from "@/lib/services/observations/record";
import { OTLP_MEDIA, otlpAnswer, readOtlp, spansOf } from "../otlp";
import { type Route, reply, route, type StreamCall } from "../route";

const PATH = "/v1/traces";

type Work<T> = (actor: Actor, part: T[], options: { idempotent: IdempotentCall }) => Promise<unknown>;

/** Takes all in parts of one transaction each, what was taken already but once. @param of what, and the hash of the request */
async function inParts<T>(
  actor: Actor,
  all: T[],
  of: { what: string; bodyHash: string },
  work: Work<T>,
): Promise<void> {
  const call = { key: `otlp-${of.bodyHash}`, call: `POST ${PATH}${of.what}`, bodyHash: of.bodyHash };
  for (let at = 0, part = 0; at < all.length; at += MOST_RECORDS, part++) {
    const idempotent = hashedCall(actor, { ...call, part }, () => ({ status: 200, response: {} }));
    if (await firstAnswer(actor, idempotent)) continue;
    await work(actor, all.slice(at, at + MOST_RECORDS), { idempotent });
  }
}

/**
 * Spans as checks, and as observations of what ran. Exporters send a batch again where the answer was lost: the same bytes within a day are taken once.
 */
async function takeTraces({ actor, request }: StreamCall): Promise<unknown> {
  const media = (request.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const body = await readOtlp(request.stream, request.header("content-encoding")?.toLowerCase());
  const spans = spansOf(body, media);
  const { checks, observations, ahead } = await spanChecks(actor, spans);
  const bodyHash = createHash("sha256").update(body).digest("hex");
  await inParts(actor, checks, { what: "", bodyHash }, recordEvidence);
  await inParts(actor, observations, { what: " observed", bodyHash }, recordObservations);
  const answer = otlpAnswer(media, ahead, "ended in the future: is the clock right?");
  // Protobuf without a rejected span is no bytes at all; with one, plain ASCII: both are text.
  const text = "text" in answer ? answer.text : answer.bytes.toString("latin1");
  return reply({ status: 200, text, headers: { "content-type": media } });
}

export const traceRoutes: Route[] = [
  route({
    method: "POST",
    path: PATH,
    summary:
      "Spans of OpenTelemetry (OTLP/HTTP): checks by the mapping `evidence.spans` of clauses, observations by `surety.action`",
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
