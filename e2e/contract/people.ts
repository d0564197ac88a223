import { describe, expect, it } from "vitest";
import type { Client } from "../client";
import { overrideOf } from "../furnished";
import { decisionShape } from "../shapes";
import { ago, ahead, as, ask, HOUR, problem, stage, triggers } from "./stage";

describe("reviews", () => {
  const speak = (id: string, word: string, client: Client = as.approver) =>
    client.post(`/api/v1/reviews/${id}/${word}`, { reason: "looked at it" });

  it("hold a decision until a person approves: then it is permitted, with useBy", async () => {
    const story = await stage();
    const held = await story.read({ resource: { order: 7 } });
    expect(held).toMatchObject({
      verdict: "review",
      status: "pending",
      permitted: false,
      review: { state: "pending" },
    });
    const id = held.review?.id as string;
    const left = Date.parse(held.review?.expiresAt ?? "") - Date.parse(held.decidedAt);
    expect(left).toBe(HOUR);
    const waiting = as.service.get(`/api/v1/decisions/${held.id}?wait=20`);
    const review = await as.approver.must(200, as.approver.get(`/api/v1/reviews/${id}`));
    expect(review.request).toMatchObject({ agent: story.agent, resource: { order: 7 } });
    problem(403, await speak(id, "approve", as.service));
    await as.approver.must(200, speak(id, "approve"));
    const settled = decisionShape.parse(await as.service.must(200, waiting));
    expect(settled).toMatchObject({ status: "final", permitted: true, review: { state: "approved" } });
    expect(Date.parse(settled.useBy ?? "")).toBeGreaterThan(Date.now());
    for (const word of ["approve", "deny"]) problem(409, await speak(id, word));
  });

  it("that are denied are final and permit nothing", async () => {
    const held = await (await stage()).read();
    await as.operator.must(200, speak(held.review?.id as string, "deny", as.operator));
    const settled = decisionShape.parse(await as.service.must(200, as.service.get(`/api/v1/decisions/${held.id}`)));
    expect(settled).toMatchObject({ status: "final", permitted: false, useBy: null, review: { state: "denied" } });
    problem(409, await speak(held.review?.id as string, "approve"));
  });

  it("are decided anew when they are approved: what blocks by then still blocks", async () => {
    const story = await stage();
    const held = await story.read();
    const stop = { agent: story.agent, level: "suspended", reason: "stop" };
    await as.operator.must(201, as.operator.post("/api/v1/grants", stop));
    await as.approver.must(200, speak(held.review?.id as string, "approve"));
    const settled = await as.service.must(200, as.service.get(`/api/v1/decisions/${held.id}`));
    expect(decisionShape.parse(settled)).toMatchObject({ status: "final", permitted: false });
    expect(triggers(settled)).toContain("granted");
  });
});

describe("overrides", () => {
  const to = (id: string, word: string, client: Client, body?: object) =>
    client.post(`/api/v1/overrides/${id}/${word}`, body);
  const request = (client: Client, body: object) => client.must(201, client.post("/api/v1/overrides", body));

  it("of a critical clause take two approvers, neither of them who asked", async () => {
    const { agent, pact, ask } = await stage();
    const own = await request(as.approver, overrideOf(agent, pact));
    expect(own).toMatchObject({ state: "requested", quorum: 2, used: 0 });
    problem(403, await to(own.id, "approve", as.approver));
    await as.approver2.must(200, to(own.id, "approve", as.approver2));
    problem(409, await to(own.id, "approve", as.approver2));
    expect(await ask()).toMatchObject({ verdict: "block" });
    await as.owner.must(200, to(own.id, "approve", as.owner));
    const waived = await ask();
    expect(waived).toMatchObject({ verdict: "allow", permitted: true });
    expect(waived.because).toMatchObject([{ trigger: "missing", override: own.id }]);
    expect(waived.useBy && waived.validUntil && waived.useBy <= waived.validUntil).toBe(true);
    expect(await ask({ context: { amount: 900 } })).toMatchObject({ verdict: "block" });
    await as.operator.must(200, to(own.id, "revoke", as.operator));
    expect(await ask()).toMatchObject({ verdict: "block" });
    problem(409, await to(own.id, "revoke", as.operator));
  });

  it("are shortened by an approver, never lengthened; and denied for good", async () => {
    const { agent, pact } = await stage();
    const { id, endsAt } = await request(as.author, overrideOf(agent, pact));
    const at = (ms: number) => new Date(Date.parse(endsAt) + ms).toISOString();
    expect(problem(422, await to(id, "approve", as.approver, { endsAt: at(1) })).paths).toEqual(["endsAt"]);
    const shorter = await as.approver.must(200, to(id, "approve", as.approver, { endsAt: at(-60_000) }));
    expect(shorter.endsAt).toBe(at(-60_000));
    expect(problem(422, await to(id, "approve", as.approver2, { endsAt })).paths).toEqual(["endsAt"]);
    await as.approver2.must(200, to(id, "deny", as.approver2, { reason: "no" }));
    problem(409, await to(id, "approve", as.owner));
  });

  it("name what can be overridden, within the caps of time", async () => {
    const { agent, pact } = await stage();
    for (const [wrong, path] of [
      [{ triggers: ["granted"] }, "triggers.0"],
      [{ triggers: [] }, "triggers"],
      [{ triggers: ["missing", "score"] }, "triggers.1"],
      [{ actions: ["mail.send"] }, "actions.0"],
      [{ when: "context.amount >" }, "when"],
      [{ endsAt: ahead(9 * HOUR) }, "endsAt"],
      [{ endsAt: ago(1000) }, "endsAt"],
      [{ endsAt: "9999-12-31T23:59:59-23:00" }, "endsAt"],
      [{ maxUses: 0 }, "maxUses"],
      [{ reason: " " }, "reason"],
      [{ clause: "nothing" }, "clause"],
    ] as const)
      expect(problem(422, await as.author.post("/api/v1/overrides", overrideOf(agent, pact, wrong))).paths).toEqual([
        path,
      ]);
  });
});

describe("grants", () => {
  it("lower at once and rise by another person's word alone", async () => {
    const story = await stage();
    await story.prove("cites");
    const set = (level: string, client: Client = as.operator) =>
      client.post("/api/v1/grants", { agent: story.agent, level, reason: "because" });
    expect(await as.operator.must(201, set("limited"))).toMatchObject({ state: "active" });
    expect(await story.ask()).toMatchObject({ verdict: "degrade", permitted: true, limits: { amount: { max: 50 } } });
    expect(await story.ask({ context: { amount: 51 } })).toMatchObject({ verdict: "degrade", permitted: false });
    const raise = await as.owner.must(202, set("full", as.owner));
    expect(raise.state).toBe("requested");
    problem(403, await as.owner.post(`/api/v1/grants/${raise.id}/approve`, {}));
    expect(await story.ask()).toMatchObject({ verdict: "degrade" });
    const seen = await as.approver.must(200, as.approver.get(`/api/v1/grants/${raise.id}`));
    expect(Object.keys(seen.case)).toEqual(expect.arrayContaining(["standing", "incidents", "overrides"]));
    await as.approver.must(200, as.approver.post(`/api/v1/grants/${raise.id}/approve`, {}));
    expect(await story.ask()).toMatchObject({ verdict: "allow", authority: "supervised" });
    problem(409, await as.approver.post(`/api/v1/grants/${raise.id}/deny`, {}));
  });
});

describe("settings", () => {
  it("change what they name and nothing else; ungoverned actions follow at the next decision", async () => {
    const path = "/api/v1/organisation";
    const before = await as.owner.must(200, as.owner.get(path));
    expect(before.settings).toMatchObject({ ungoverned: "block", approvals: 1, reviewExpiry: "PT1H" });
    await as.owner.must(200, as.owner.patch(path, { ungovernedAgents: { constructor: "allow" } }));
    expect(await ask({ agent: "constructor", action: "x.y" })).toMatchObject({ verdict: "allow", permitted: true });
    expect(await ask({ agent: "toString", action: "x.y" })).toMatchObject({ verdict: "block" });
    await Promise.all([as.owner.patch(path, { ungovernedAgents: {} }), as.owner.patch(path, { reviewExpiry: "PT2H" })]);
    const after = await as.owner.must(200, as.owner.get(path));
    expect(after.settings).toEqual({ ...before.settings, reviewExpiry: "PT2H" });
    for (const [wrong, at] of [
      [{ approvals: 6 }, "approvals"],
      [{ reviewExpiry: "PT0S" }, "reviewExpiry"],
      [{ reviewExpiry: "P1Y" }, "reviewExpiry"],
      [{ ungoverned: "maybe" }, "ungoverned"],
      [{ unknown: 1 }, "unknown"],
    ] as const)
      expect(problem(422, await as.owner.patch(path, wrong)).paths).toEqual([at]);
    await as.owner.must(200, as.owner.patch(path, { reviewExpiry: "PT1H" }));
  });
});
