import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin, alice, authzenFixture, bob, payer, read, record, write } from "./authzen";
import { type Clients, clientsOf } from "./client";
import { type Started, startSurety } from "./harness";

let surety: Started;
let as: Clients;
beforeAll(async () => {
  surety = await startSurety();
  as = clientsOf(surety.quickstart);
  await authzenFixture(as);
});
afterAll(() => surety?.stop());

const evaluation = (body: unknown, headers?: Record<string, string>) =>
  as.service.post("/access/v1/evaluation", body, headers);

describe("evaluation", () => {
  const cases: [string, object, boolean][] = [
    ["alice may read", { subject: alice, action: read, resource: record(1) }, true],
    ["alice may write", { subject: alice, action: write, resource: record(1) }, true],
    ["bob may read", { subject: bob, action: read, resource: record(1) }, true],
    ["bob may not write", { subject: bob, action: write, resource: record(1) }, false],
    ["alice may not write what is archived", { subject: alice, action: write, resource: record(2, "archived") }, false],
    ["an admin may", { subject: admin, action: write, resource: record(2, "archived") }, true],
    [
      "a soft delete, by the action's properties",
      { subject: alice, action: { name: "delete", properties: { soft: true } }, resource: record(1) },
      true,
    ],
    [
      "no hard delete",
      { subject: alice, action: { name: "delete", properties: { soft: false } }, resource: record(1) },
      false,
    ],
    [
      "a context changes nothing that no clause reads",
      {
        subject: alice,
        action: read,
        resource: record(1),
        context: { time: "2025-06-27T18:03-07:00", ip: "192.0.2.1" },
      },
      true,
    ],
    [
      "unknown fields are ignored",
      { subject: { ...alice, x: 1 }, action: read, resource: record(1), foo: "bar", later: { nested: true } },
      true,
    ],
  ];
  it.each(cases)("%s", async (_, body, decision) => {
    const answer = await evaluation(body);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.body.decision).toBe(decision);
  });

  it("is a recorded decision with its reasons", async () => {
    const { context, decision } = await as.service.must(
      200,
      evaluation({ subject: bob, action: write, resource: record(1), context: { workflow: "records", run: "run-1" } }),
    );
    expect(decision).toBe(false);
    expect(context).toMatchObject({ verdict: "block", limits: null, validUntil: null });
    expect(context.because[0]).toMatchObject({ clause: "archived", trigger: "violation", consequence: "block" });
    expect(context.reason_admin.en).toBe(context.because[0].says);
    const kept = await as.auditor.must(200, as.auditor.get(`/api/v1/decisions/${context.id}`));
    expect(kept.request).toEqual({
      agent: "bob",
      action: "write",
      resource: record(1),
      context: { workflow: "records", run: "run-1" },
      workflow: "records",
      run: "run-1",
    });
  });

  it("takes workflow and release from the action's properties, and the context before them", async () => {
    const properties = { workflow: "elsewhere", release: "r9" };
    const asked = { subject: alice, action: { ...read, properties }, resource: record(1) };
    const { context: other } = await as.service.must(200, evaluation(asked));
    expect(other.because.map((b: { trigger: string }) => b.trigger)).toContain("no_pact");
    const { context: mine } = await as.service.must(
      200,
      evaluation({ ...asked, context: { workflow: "records", release: "r1" } }),
    );
    expect(mine.verdict).toBe("allow");
  });

  it("a degraded decision is true only for a caller that keeps limits, and only within them", async () => {
    const send = (amount: number, supported_obligations?: unknown) =>
      as.service.must(
        200,
        evaluation({
          subject: payer,
          action: { name: "payouts.send" },
          resource: { type: "account", id: "1" },
          context: { amount, supported_obligations },
        }),
      );
    expect((await send(5)).decision).toBe(true);
    const unaware = await send(20);
    expect(unaware).toMatchObject({
      decision: false,
      context: { verdict: "degrade", limits: { amount: { max: 50 } } },
    });
    expect((await send(20, ["limits"])).decision).toBe(true);
    expect((await send(20, ["other"])).decision).toBe(false);
    expect((await send(20, "limits")).decision).toBe(false);
    expect((await send(100, ["limits"])).decision).toBe(false);
  });

  it("a held decision is false and names its review", async () => {
    const asked = { subject: payer, action: { name: "payouts.change" }, resource: { type: "account", id: "1" } };
    const { decision, context } = await as.service.must(200, evaluation({ ...asked, context: { known: false } }));
    expect(decision).toBe(false);
    expect(context).toMatchObject({ verdict: "review", review: { state: "pending" } });
    const { task } = context.access_request;
    expect(task).toMatchObject({ id: context.review.id, status: "pending" });
    const poll = () => as.service.must(200, as.service.get(new URL(task.status_endpoint).pathname));
    expect(await poll()).toEqual({ task });
    await as.approver.must(200, as.approver.post(`/api/v1/reviews/${task.id}/approve`));
    const { approval } = (await poll()).result;
    expect(approval).toMatchObject({ id: context.id, decision: true, expires_at: expect.any(String) });
  });

  const whole = { subject: alice, action: read, resource: record(1) };
  const { subject: _s, ...noSubject } = whole;
  const { action: _a, ...noAction } = whole;
  const { resource: _r, ...noResource } = whole;
  const refused: [string, unknown, string][] = [
    ["no subject", noSubject, "subject"],
    ["no action", noAction, "action"],
    ["no resource", noResource, "resource"],
    ["no subject.type", { ...whole, subject: { id: "alice" } }, "subject.type"],
    ["no subject.id", { ...whole, subject: { type: "user" } }, "subject.id"],
    ["no action.name", { ...whole, action: {} }, "action.name"],
    ["no resource.type", { ...whole, resource: { id: "1" } }, "resource.type"],
    ["no resource.id", { ...whole, resource: { type: "record" } }, "resource.id"],
    ["a subject that is a text", { ...whole, subject: "alice" }, "subject"],
    ["an action name that is a number", { ...whole, action: { name: 123 } }, "action.name"],
    ["a context that is a list", { ...whole, context: [] }, "context"],
    ["a list", [], ""],
    ["half a surrogate pair", '{"subject":{"type":"user","id":"\\ud800"}}', "subject.id"],
  ];
  it.each(refused)("answers 400 to %s, naming it", async (_, body, path) => {
    const answer = await evaluation(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe(path);
    expect(answer.body.detail).not.toBe("");
  });

  it("answers 400 to an empty body, to what is no JSON, and to another content type", async () => {
    expect((await evaluation("")).status).toBe(400);
    expect((await evaluation("{")).status).toBe(400);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
      expect((await evaluation(whole, { "content-type": type })).status).toBe(400);
    expect((await evaluation(whole, { "content-type": "application/json; charset=utf-8" })).status).toBe(200);
  });

  it("answers 401 without a key and 403 to a key that may not ask", async () => {
    expect((await as.nobody.post("/access/v1/evaluation", whole)).status).toBe(401);
    expect((await as.auditor.post("/access/v1/evaluation", whole)).status).toBe(403);
    expect((await as.auditor.post("/access/v1/evaluations", { ...whole, evaluations: [{}] })).status).toBe(403);
  });

  it("echoes X-Request-ID, on refusals too", async () => {
    for (const id of ["bfe9eb29-ab87-4ca3-be83-a1d5d8305716", "any text/of=mine +1"]) {
      expect((await evaluation(whole, { "x-request-id": id })).headers.get("x-request-id")).toBe(id);
      expect((await evaluation({}, { "x-request-id": id })).headers.get("x-request-id")).toBe(id);
    }
    expect((await evaluation(whole)).headers.get("x-request-id")).toMatch(/^req_/);
  });

  it("is replayed with an Idempotency-Key: one decision", async () => {
    const key = { "idempotency-key": "authzen-1" };
    const first = await evaluation(whole, key);
    const again = await evaluation(whole, key);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
    expect((await evaluation({ ...whole, resource: record(2) }, key)).status).toBe(422);
  });
});

it("says where everything is, under the name that it was asked by", async () => {
  const { status, body, headers } = await as.nobody.get("/.well-known/authzen-configuration");
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  expect(body).toEqual({
    policy_decision_point: surety.url,
    access_evaluation_endpoint: `${surety.url}/access/v1/evaluation`,
    access_evaluations_endpoint: `${surety.url}/access/v1/evaluations`,
    search_subject_endpoint: `${surety.url}/access/v1/search/subject`,
    search_resource_endpoint: `${surety.url}/access/v1/search/resource`,
    search_action_endpoint: `${surety.url}/access/v1/search/action`,
  });
});
