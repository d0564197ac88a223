/** What tests of services begin with: an organisation whose refund bot works under one live pact. */
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { PactDocument } from "@/lib/domain/pact";
import type { TestOrganisation, TestRuntime } from "./testing";

const HOUR = 3_600_000;
let made = 0;

/** An organisation of its own with the pact live. @param teams members by team, as `storePact` takes them */
export async function withLivePact(
  { organisation, runtime }: TestRuntime,
  document: PactDocument = testPact(),
  teams: (org: TestOrganisation) => Record<string, string[]> = () => ({}),
): Promise<TestOrganisation> {
  const org = await organisation(`acme-${++made}`);
  await storePact(runtime.db, org.id, document, { teams: teams(org) });
  await runtime.snapshots.reload(org.id);
  return org;
}

/** One passing check of the clause that citations are promised by, an hour ago. */
export const citing = ({ clock }: TestRuntime, fields: Record<string, unknown> = {}) => ({
  ...{ agent: "refund-bot", pact: "refunds", clause: "cites", passed: 1, failed: 0 },
  ...{ observedAt: new Date(clock.now() - HOUR).toISOString(), source: "qa-lab" },
  ...fields,
});

/** What the refund bot is answered to a small refund. */
export async function askAsBot(
  { runtime }: TestRuntime,
  org: TestOrganisation,
  request: Partial<DecisionRequest> = {},
) {
  const asked = { agent: "refund-bot", action: "payments.refund", context: { amount: 10 }, ...request };
  const [record] = await runtime.recorder.ask(org.id, [asked]);
  if (!record) throw new Error("no decision");
  return record;
}
