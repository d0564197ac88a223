import { afterAll, beforeAll, expect, test } from "vitest";
import { isSuretyError } from "@/lib/domain/errors";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { putWorkflow } from "../workflows/put";
import { putAgent } from "./put";

let suite: TestRuntime;
let org: TestOrganisation;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
});
afterAll(() => suite.stop());

const bot = (slug: string, more: object = {}) => ({
  slug,
  name: "Bot",
  owner: "ops@acme.example",
  release: "r1",
  ...more,
});
const releases = (agent: string) =>
  suite.runtime.db.organisation(org.id, async (tx) =>
    (await tx.agentRelease.findMany({ where: { organisationId: org.id, agent }, orderBy: { since: "asc" } })).map(
      ({ release }) => release,
    ),
  );
const loweredAt = () =>
  suite.runtime.db.organisation(
    org.id,
    async (tx) => (await tx.organisationFence.findUniqueOrThrow({ where: { organisationId: org.id } })).loweredAt,
  );

test("registering an agent again in the same words changes nothing", async () => {
  await putAgent(org.author, bot("same"));
  const again = await putAgent(org.operator, bot("same"));
  expect(again).toMatchObject({ entries: [], revision: null, result: { slug: "same", candidates: [] } });
});

test("a new release goes into the history and makes decisions wait for it", async () => {
  await putAgent(org.author, bot("released"));
  suite.clock.advance(1000);
  const { revision } = await putAgent(org.author, bot("released", { release: "r2", candidates: ["r3", "r3", "r2"] }));
  expect(await releases("released")).toEqual(["r1", "r2"]);
  expect(await loweredAt()).toBe(revision);
  const { result } = await putAgent(org.author, bot("released", { release: "r2", candidates: ["r3"] }));
  expect(result.candidates).toEqual(["r3"]);
});

test("a new name changes no decision", async () => {
  await putAgent(org.author, bot("named"));
  expect(await putAgent(org.author, bot("named", { name: "Other" }))).toMatchObject({
    revision: null,
    result: { name: "Other" },
  });
});

test("unknown fields and empty ones are refused by name", async () => {
  const refused = await putAgent(org.author, { ...bot("bad", { name: " " }), colour: "red" } as never).catch(
    (error) => error,
  );
  expect(isSuretyError(refused) && refused.errors.map(({ path }) => path)).toContain("name");
});

test("a workflow is registered, replaced, and left alone by the same words", async () => {
  const refunds = {
    slug: "refunds",
    name: "Refunds",
    consequential: true,
    risk: "high" as const,
    actions: [{ name: "payments.refund", risk: "high" as const }],
  };
  expect((await putWorkflow(org.author, refunds)).result).toMatchObject(refunds);
  expect((await putWorkflow(org.author, refunds)).entries).toEqual([]);
  expect((await putWorkflow(org.author, { ...refunds, risk: "critical" })).result.risk).toBe("critical");
});

test("an action is named once", async () => {
  const action = { name: "a.b", risk: "low" as const };
  const twice = { slug: "twice", name: "Twice", consequential: false, risk: "low" as const, actions: [action, action] };
  const refused = await putWorkflow(org.author, twice).catch((error) => error);
  expect(isSuretyError(refused) && refused.errors).toEqual([
    { path: "actions.1.name", message: "is named twice; keep one of them" },
  ]);
});

test("registrations of one agent at once leave one agent and refuse none otherwise than as a conflict", async () => {
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => putAgent(org.author, bot("race"))));
  expect(await releases("race")).toEqual(["r1"]);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ kind: "conflict" });
});
