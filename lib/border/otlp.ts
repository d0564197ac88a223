import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import protobuf from "protobufjs";
import { SuretyError } from "@/lib/domain/errors";
import type { Span } from "@/lib/domain/spans";
import { parseJson } from "./body";

/** OTLP/HTTP traces, as JSON and as protobuf: of a request only what a check is made of. */
export const OTLP_MEDIA = ["application/json", "application/x-protobuf"] as const;

/** Of a request, and of what it unpacks to; exporters send batches far below it. bytes */
const LARGEST = 16 * 1024 * 1024;

type Fields = Record<string, { type: string; id: number; rule?: string }>;
const message = (fields: Fields, oneofs?: Record<string, { oneof: string[] }>) => ({
  fields,
  ...(oneofs && { oneofs }),
});
const many = (type: string, id: number) => ({ rule: "repeated", type, id });

/** The numbers of opentelemetry-proto's fields that are read here; others are passed over. */
const ROOT = protobuf.Root.fromJSON({
  nested: {
    Request: message({ resourceSpans: many("ResourceSpans", 1) }),
    ResourceSpans: message({ resource: { type: "Resource", id: 1 }, scopeSpans: many("ScopeSpans", 2) }),
    Resource: message({ attributes: many("KeyValue", 1) }),
    ScopeSpans: message({ spans: many("Span", 2) }),
    Span: message({
      traceId: { type: "bytes", id: 1 },
      spanId: { type: "bytes", id: 2 },
      name: { type: "string", id: 5 },
      endTimeUnixNano: { type: "fixed64", id: 8 },
      attributes: many("KeyValue", 9),
      status: { type: "Status", id: 15 },
    }),
    Status: message({ code: { type: "int32", id: 3 } }),
    KeyValue: message({ key: { type: "string", id: 1 }, value: { type: "AnyValue", id: 2 } }),
    AnyValue: message(
      {
        stringValue: { type: "string", id: 1 },
        boolValue: { type: "bool", id: 2 },
        intValue: { type: "int64", id: 3 },
        doubleValue: { type: "double", id: 4 },
      },
      { value: { oneof: ["stringValue", "boolValue", "intValue", "doubleValue"] } },
    ),
    Answer: message({ partialSuccess: { type: "Partial", id: 1 } }),
    Partial: message({ rejectedSpans: { type: "int64", id: 1 }, errorMessage: { type: "string", id: 2 } }),
  },
});
const REQUEST = ROOT.lookupType("Request");
const ANSWER = ROOT.lookupType("Answer");

/** A whole request body, unpacked. @throws SuretyError too_large, malformed */
export async function readOtlp(stream: AsyncIterable<Uint8Array>, encoding: string | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > LARGEST) throw tooLarge();
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  if (encoding === undefined || encoding === "identity") return body;
  if (encoding !== "gzip") throw new SuretyError("malformed", "Send the body as it is, or packed with gzip.");
  return promisify(gunzip)(body, { maxOutputLength: LARGEST }).catch((error: { code?: string }) => {
    throw error.code === "ERR_BUFFER_TOO_LARGE" ? tooLarge() : new SuretyError("malformed", "The body is not gzip.");
  });
}
const tooLarge = () => new SuretyError("too_large", `A request of spans has at most ${LARGEST} bytes, unpacked.`);

/** The spans of a request. @throws SuretyError malformed */
export function spansOf(body: Buffer, media: string): Span[] {
  let request: unknown;
  if (media === "application/json") request = parseJson(body.toString("utf8"));
  else
    try {
      request = REQUEST.toObject(REQUEST.decode(body), { longs: String, bytes: Buffer });
    } catch {
      throw new SuretyError("malformed", "The body is no protobuf message of OTLP traces.");
    }
  try {
    return list(request, "resourceSpans").flatMap((group) => {
      const resource = attributesOf(list(group.resource ?? {}, "attributes"));
      return list(group, "scopeSpans").flatMap((scope) => list(scope, "spans").map((span) => readSpan(span, resource)));
    });
  } catch (error) {
    if (error instanceof TypeError)
      throw new SuretyError("malformed", `The body is no request of OTLP traces: ${error.message}`);
    throw error;
  }
}

type Loose = Record<string, unknown>;

function list(of: unknown, name: string): Loose[] {
  const value = (of as Loose)[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((one) => typeof one !== "object" || one === null))
    throw new TypeError(`${name} must be a list of objects`);
  return value;
}

/** Identifiers are hex in JSON (against protobuf's own rule for bytes) and bytes in protobuf. */
const hex = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value ?? "").toLowerCase();

function readSpan(span: Loose, resource: Span["attributes"]): Span {
  const nanos = String(span.endTimeUnixNano ?? "");
  if (!/^\d{1,20}$/.test(nanos) || BigInt(nanos) === 0n) throw new TypeError("a span needs endTimeUnixNano");
  const code = (span.status as Loose | undefined)?.code;
  return {
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    name: String(span.name ?? ""),
    endedAt: Number(BigInt(nanos) / 1_000_000n),
    failed: code === 2 || code === "STATUS_CODE_ERROR",
    attributes: { ...resource, ...attributesOf(list(span, "attributes")) },
  };
}

function attributesOf(pairs: readonly Loose[]): Span["attributes"] {
  const read: Span["attributes"] = Object.create(null);
  for (const { key, value } of pairs) {
    const { stringValue, boolValue, intValue, doubleValue } = (value ?? {}) as Loose;
    if (typeof stringValue === "string") read[String(key)] = stringValue;
    else if (typeof boolValue === "boolean") read[String(key)] = boolValue;
    else if (intValue !== undefined) read[String(key)] = Number(intValue);
    else if (typeof doubleValue === "number") read[String(key)] = doubleValue;
  }
  return read;
}

/** What exporters are told: nothing where all was taken, else how many spans were not and why. */
export function otlpAnswer(media: string, rejected: number, why: string): { text: string } | { bytes: Buffer } {
  const partial = rejected > 0 ? { partialSuccess: { rejectedSpans: rejected, errorMessage: why } } : {};
  if (media === "application/json") return { text: JSON.stringify(partial) };
  return { bytes: Buffer.from(ANSWER.encode(ANSWER.fromObject(partial)).finish()) };
}
