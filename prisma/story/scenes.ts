/** What people do in the story, each at its instant. */
import type { PactInput } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { putAgent } from "@/lib/services/agents/put";
import { recordEvidence } from "@/lib/services/evidence/record";
import { approvePact } from "@/lib/services/pacts/approve";
import { publishPact } from "@/lib/services/pacts/publish";
import { savePact } from "@/lib/services/pacts/save";
import { submitPact } from "@/lib/services/pacts/submit";
import { putTeam } from "@/lib/services/teams/put";
import { putWorkflow } from "@/lib/services/workflows/put";
import type { Calendar } from "./calendar";
import { AGENTS, agentAs, type Person, TEAMS, WORKFLOWS } from "./cast";
import { CASH_PLANNING, CUSTOMER_REPLIES, EXPENSE_CLAIMS, VENDOR_ONBOARDING } from "./other-pacts";
import { cited, type Reading, toBody } from "./readings";
import { IN_REVIEW, LAUNCHED, LIVE } from "./supplier-payments";

export interface Stage {
  people: Record<Person, Actor>;
  /** The key by which agents and laboratories speak. */
  service: Actor;
  /** E-mail addresses by person. */
  emails: Record<Person, string>;
  /** What scenes remember for later ones: hashes of drafts, ids. */
  memory: Map<string, string>;
}

export interface Scene {
  at: number;
  play(stage: Stage): Promise<unknown>;
}

const MINUTE = 60_000;

/** What an earlier scene remembered. @throws Error where the story is out of order */
export function recall({ memory }: Stage, key: string): string {
  const known = memory.get(key);
  if (known === undefined) throw new Error(`the story has not come to ${key} yet`);
  return known;
}

/** A draft, written and kept under the pact's name. */
const drafts = (at: number, document: PactInput, who: Person = "author"): Scene => ({
  at,
  async play({ people, memory }) {
    const input = { pact: document.pact, text: JSON.stringify(document), format: "json" as const };
    const { result } = await savePact(people[who], input);
    memory.set(document.pact, result.hash);
  },
});

/** What the laboratories found about a draft, before it is in force. */
const proves = (at: number, pact: string, readings: (observedAt: number) => Reading[]): Scene => ({
  at,
  play: (stage) => recordEvidence(stage.service, toBody(readings(at - 12 * MINUTE), recall(stage, pact))),
});

const submits = (at: number, pact: string): Scene => ({
  at,
  play: (stage) => submitPact(stage.people.author, { pact, hash: recall(stage, pact) }),
});

/** Another person approves what was submitted, and somebody publishes it. */
const publishes = (at: number, pact: string, approver: "approver" | "second"): Scene[] => [
  { at, play: (stage) => approvePact(stage.people[approver], { pact, hash: recall(stage, pact) }) },
  { at: at + 6 * MINUTE, play: (stage) => publishPact(stage.people.author, { pact, hash: recall(stage, pact) }) },
];

function founding({ on }: Calendar): Scene[] {
  const at = (n: number) => on(29, "08:20") + n * 3 * MINUTE;
  return [
    ...TEAMS.map(
      ({ slug, name, members, deputy, escalation }, n): Scene => ({
        at: at(n),
        play: ({ people, emails }) =>
          putTeam(people.owner, {
            slug,
            name,
            escalation,
            members: members.map((one) => emails[one]),
            deputy: emails[deputy],
          }),
      }),
    ),
    ...WORKFLOWS.map(
      (workflow, n): Scene => ({
        at: at(10 + n),
        play: ({ people }) => putWorkflow(people.owner, workflow),
      }),
    ),
    ...AGENTS.map((agent, n): Scene => ({ at: at(20 + n), play: ({ people }) => putAgent(people.author, agent) })),
  ];
}

const launchReadings = (at: number): Reading[] => {
  const payments = { agent: "invoice-clerk", pact: "supplier-payments" };
  return [
    cited(at - 3_000_000, 0, "r13", 100),
    cited(at - 2_000_000, 1, "r13", 100),
    cited(at - 1_000_000, 0, "r13", 100),
    cited(at, 1, "r13", 100),
    { ...payments, clause: "matches-order", source: "payables-control", passed: 40, failed: 0, observedAt: at },
  ];
};

const otherReadings = (at: number): Record<string, Reading[]> => {
  const replies = { agent: "reply-writer", pact: "customer-replies", observedAt: at };
  const claims = { agent: "expense-auditor", pact: "expense-claims", observedAt: at };
  const cash = { agent: "cash-forecaster", pact: "cash-planning", observedAt: at };
  return {
    "customer-replies": [
      { ...replies, clause: "grounded", source: "qa-lab", passed: 196, failed: 4 },
      { ...replies, clause: "answers-in-time", source: "ticket-system", passed: 380, failed: 22 },
    ],
    "expense-claims": [
      { ...claims, clause: "has-receipt", source: "second-reader", passed: 149, failed: 1 },
      { ...claims, clause: "policy-in-force", source: "people-operations", passed: 1, failed: 0 },
    ],
    "cash-planning": [{ ...cash, clause: "back-tested", source: "treasury-desk", passed: 11, failed: 1 }],
  };
};

/** Version 1 of the story's pact and three others, proven on their drafts and published. */
function launch({ on }: Calendar): Scene[] {
  const others = [CUSTOMER_REPLIES, EXPENSE_CLAIMS, CASH_PLANNING];
  const pacts = [LAUNCHED, ...others].map(({ pact }) => pact);
  return [
    ...[LAUNCHED, ...others].map((document, n) => drafts(on(28, "09:10") + n * 25 * MINUTE, document)),
    proves(on(28, "16:00"), LAUNCHED.pact, launchReadings),
    ...others.map(({ pact }, n) =>
      proves(on(28, "16:30") + n * 5 * MINUTE, pact, (at) => otherReadings(at)[pact] ?? []),
    ),
    ...pacts.map((pact, n) => submits(on(27, "07:40") + n * MINUTE, pact)),
    ...pacts.flatMap((pact, n) => publishes(on(27, "08:05") + n * 9 * MINUTE, pact, n % 2 ? "second" : "approver")),
  ];
}

/** Version 2: a fourth clause, and drift that acts in stages. */
function tightened({ on }: Calendar): Scene[] {
  const { pact } = LIVE;
  const agent = "invoice-clerk";
  return [
    drafts(on(20, "13:00"), LIVE),
    proves(on(19, "08:50"), pact, (observedAt) => [
      { agent, pact, clause: "pays-verified-accounts", source: "vendor-desk", passed: 221, failed: 0, observedAt },
    ]),
    submits(on(19, "09:05"), pact),
    ...publishes(on(19, "10:15"), pact, "second"),
  ];
}

/** A pact that only watches. */
function watching({ on }: Calendar): Scene[] {
  const { pact, agent } = VENDOR_ONBOARDING;
  return [
    drafts(on(15, "11:20"), VENDOR_ONBOARDING),
    proves(on(14, "14:00"), pact, (observedAt) => [
      { agent, pact, clause: "two-sources", source: "qa-lab", passed: 79, failed: 1, observedAt },
    ]),
    submits(on(14, "14:20"), pact),
    ...publishes(on(14, "15:10"), pact, "approver"),
    {
      at: on(2, "13:30"),
      play: ({ people }) => putAgent(people.author, agentAs("reply-writer", { candidates: ["w8"] })),
    },
  ];
}

/** Version 3, which waits for an approval; what it adds is proven already. */
function inReview({ before }: Calendar): Scene[] {
  const { pact, agent } = IN_REVIEW;
  return [
    drafts(before(30), IN_REVIEW),
    proves(before(26), pact, (observedAt) => [
      { agent, pact, clause: "pays-once", source: "qa-lab", passed: 120, failed: 0, observedAt },
    ]),
    submits(before(20), pact),
  ];
}

/** Everything apart from the model update and what came of it. */
export function ordinaryScenes(calendar: Calendar): Scene[] {
  return [founding, launch, tightened, watching, inReview].flatMap((part) => part(calendar));
}
