import { gzipSync } from "node:zlib";
import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { testPact } from "@/lib/db/testing-pact";
import { checksOf, observationOf } from "@/lib/domain/spans";
import { otlpAnswer, readOtlp, spansOf } from "./otlp";

const attribute = (key: string, value: object) => ({ key, value });
const request = (ids: { trace: unknown; span: unknown }, code: unknown) => ({
  resourceSpans: [
    {
      resource: { attributes: [attribute("service.name", { stringValue: "refund-bot" })] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: ids.trace,
              spanId: ids.span,
              name: "execute_tool refund",
              endTimeUnixNano: "1795435200123456789",
              attributes: [
                attribute("gen_ai.operation.name", { stringValue: "execute_tool" }),
                attribute("retries", { intValue: "3" }),
              ],
              status: { code },
            },
          ],
        },
      ],
    },
  ],
});
const SPAN = {
  traceId: "5b8efff798038103d269b633813fc60c",
  spanId: "eee19b7ec3c1b174",
  name: "execute_tool refund",
  endedAt: 1795435200123,
  failed: true,
  attributes: { "service.name": "refund-bot", "gen_ai.operation.name": "execute_tool", retries: 3 },
};
/** An exporter's own schema, with fields that are not read here. */
const EXPORTER = protobuf
  .parse(`syntax = "proto3";
  message Req { repeated RS resourceSpans = 1; } message RS { R resource = 1; repeated SS scopeSpans = 2; string schemaUrl = 3; }
  message R { repeated KV attributes = 1; } message SS { repeated S spans = 2; }
  message S { bytes traceId = 1; bytes spanId = 2; string name = 5; int32 kind = 6; fixed64 startTimeUnixNano = 7;
    fixed64 endTimeUnixNano = 8; repeated KV attributes = 9; St status = 15; }
  message St { string message = 2; int32 code = 3; } message KV { string key = 1; V value = 2; }
  message V { oneof value { string stringValue = 1; bool boolValue = 2; int64 intValue = 3; } }`)
  .root.lookupType("Req");

test("spans read the same from JSON and protobuf, plain and packed", async () => {
  const json = Buffer.from(JSON.stringify(request({ trace: SPAN.traceId.toUpperCase(), span: SPAN.spanId }, 2)));
  expect(spansOf(json, "application/json")).toEqual([SPAN]);
  const bytes = { trace: Buffer.from(SPAN.traceId, "hex"), span: Buffer.from(SPAN.spanId, "hex") };
  const packed = gzipSync(EXPORTER.encode(EXPORTER.fromObject(request(bytes, 2))).finish());
  async function* stream() {
    yield packed.subarray(0, 20);
    yield packed.subarray(20);
  }
  expect(spansOf(await readOtlp(stream(), "gzip"), "application/x-protobuf")).toEqual([SPAN]);
});

test("what is no request of traces is refused as such", async () => {
  const refused = (body: string, media: string) => () => spansOf(Buffer.from(body), media);
  expect(refused("{", "application/json")).toThrow(/not JSON/);
  expect(refused('{"resourceSpans":[1]}', "application/json")).toThrow(/list of objects/);
  expect(refused('{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}', "application/json")).toThrow(/endTimeUnixNano/);
  expect(refused("\u000f\u00ff\u00ff", "application/x-protobuf")).toThrow(/no protobuf/);
  async function* junk() {
    yield Buffer.from("junk");
  }
  await expect(readOtlp(junk(), "gzip")).rejects.toThrow(/not gzip/);
  await expect(readOtlp(junk(), "br")).rejects.toThrow(/gzip/);
});

test("a span is a check of the clauses of its agent whose mapping it meets; status or mapping makes it a failed one", () => {
  const mapped = testPact((written) => {
    Object.assign(written.clauses[0]?.evidence as object, {
      spans: { match: { "gen_ai.operation.name": ["execute_tool", "chat"] }, failed: { retries: 3 } },
    });
  });
  const checks = (change: object) => checksOf({ ...SPAN, ...change }, [mapped]);
  expect(checks({})).toMatchObject([{ agent: "refund-bot", pact: "refunds", clause: "cites", outcome: "fail" }]);
  const clean = { failed: false, attributes: { ...SPAN.attributes, retries: 0 } };
  expect(checks(clean)).toMatchObject([{ outcome: "pass" }]);
  expect(checks({ failed: false })).toMatchObject([{ outcome: "fail" }]);
  expect(checks({ attributes: { ...SPAN.attributes, "service.name": "other" } })).toEqual([]);
  expect(checks({ attributes: { ...SPAN.attributes, "gen_ai.operation.name": "embed" } })).toEqual([]);
});

test("the answer names rejected spans, and is empty where all were taken", () => {
  expect(otlpAnswer("application/json", 0, "")).toEqual({ text: "{}" });
  expect(otlpAnswer("application/json", 2, "late")).toEqual({
    text: '{"partialSuccess":{"rejectedSpans":2,"errorMessage":"late"}}',
  });
  expect(otlpAnswer("application/x-protobuf", 0, "")).toEqual({ bytes: Buffer.alloc(0) });
});

test("a span tells what ran where it names the action; a tool's name does where the resource says so", () => {
  const at = new Date(SPAN.endedAt).toISOString();
  const of = (attributes: Record<string, string>) =>
    observationOf({ ...SPAN, attributes: { ...SPAN.attributes, ...attributes } });
  expect(of({ "gen_ai.tool.name": "refund" })).toBeNull();
  const named = { "surety.action": "payments.refund", "surety.decision": "dec_1", "surety.resource": '{"id":"7"}' };
  expect(of(named)).toEqual({
    ...{ agent: "refund-bot", action: "payments.refund", at, decision: "dec_1", resource: { id: "7" } },
  });
  const tool = { "surety.observe": "tools", "gen_ai.tool.name": "refund", "surety.resource": "order 7" };
  expect(of(tool)).toEqual({ agent: "refund-bot", action: "refund", at, resource: "order 7" });
});
