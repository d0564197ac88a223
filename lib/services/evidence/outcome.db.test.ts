import { afterAll, beforeAll, expect, test } from "vitest";
import { readLines } from "@/lib/db/lines";
import { testPact } from "@/lib/db/testing-pact";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { PactDocument } from "@/lib/domain/pact";
import type { ClauseLine } from "@/lib/domain/state";
import { refusal } from "@/lib/domain/testing-refusal";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askAsBot, citing, withLivePact } from "@/lib/runtime/testing-bot";
import { reportOutcome } from "./outcome";
import { recordEvidence } from "./record";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const given = (document?: PactDocument) => withLivePact(t, document);

type Fields = Record<string, unknown>;
const cites = (fields: Fields = {}) => citing(t, fields);
const ask = (org: TestOrganisation, request?: Partial<DecisionRequest>) => askAsBot(t, org, request);
const verdict = async (org: TestOrganisation, request: Partial<DecisionRequest> = {}) =>
  (await ask(org, request)).answer.verdict;
const linesOf = (org: TestOrganisation, clause: string): Promise<ClauseLine[]> =>
  t.runtime.db.organisation(org.id, (tx) => readLines(tx, org.id, [{ agent: "refund-bot", pact: "refunds", clause }]));

test("an outcome is evidence by the agent itself: it feeds the line, renews nothing, and is told once", async () => {
  const org = await given();
  await recordEvidence(org.service, cites());
  const { id } = await ask(org);
  const { result } = await reportOutcome(org.service, { decision: id, result: "failure", clauses: { cites: "fail" } });
  expect(result.evidence).toHaveLength(1);
  const [line] = await linesOf(org, "cites");
  expect(line).toMatchObject({
    monitor: { checks: 2, failed: 1 },
    newest: { source: "qa-lab" },
    last: { source: "refund-bot" },
  });
  expect(await refusal(reportOutcome(org.service, { decision: id, result: "success" }))).toMatchObject({
    kind: "conflict",
  });
  const second = await ask(org);
  expect(
    (await refusal(reportOutcome(org.service, { decision: second.id, result: "success", clauses: { other: "pass" } })))
      .errors[0]?.path,
  ).toBe("clauses.other");
  const passing = await reportOutcome(org.service, {
    decision: second.id,
    result: "success",
    clauses: { cites: "pass" },
  });
  const [own] = await t.runtime.db.organisation(org.id, (tx) =>
    tx.evidence.findMany({ where: { id: passing.result.evidence[0] } }),
  );
  expect(own).toMatchObject({ passing: true, counts: false, standing: "self", decisionId: second.id });
});

test("an outcome renews the window where `from` names the agent", async () => {
  const document = testPact((written) =>
    Object.assign(written.clauses[0]?.evidence as object, { from: ["refund-bot"] }),
  );
  const org = await given(document);
  const { id } = await ask(org);
  expect(await verdict(org)).toBe("block");
  await reportOutcome(org.service, { decision: id, result: "success", clauses: { cites: "pass" } });
  expect(await verdict(org)).toBe("allow");
});
