/** Who and what there is at Harbour Finance. Every name is invented. */
import type { z } from "zod";
import type { putAgentInput } from "@/lib/services/agents/put";
import type { putWorkflowInput } from "@/lib/services/workflows/put";

export const ORGANISATION = "Harbour Finance";

/** In the order of `createOrganisation`: owner, author, approver, approver, operator, auditor. */
export const PEOPLE = ["owner", "author", "approver", "second", "operator", "auditor"] as const;
export type Person = (typeof PEOPLE)[number];

export const NAMES: Record<Person, string> = {
  owner: "Ilse Brandt",
  author: "Ana Reyes",
  approver: "Mira Lindqvist",
  second: "Tomas Okafor",
  operator: "Jonas Weber",
  auditor: "Priya Nair",
};

export interface TeamOf {
  slug: string;
  name: string;
  members: Person[];
  deputy: Person;
  escalation: string;
}

export const TEAMS: TeamOf[] = [
  {
    slug: "payables-control",
    name: "Payables control",
    members: ["author", "operator"],
    deputy: "operator",
    escalation: "Head of finance operations",
  },
  {
    slug: "vendor-desk",
    name: "Vendor desk",
    members: ["operator"],
    deputy: "author",
    escalation: "Payables control, by telephone",
  },
  {
    slug: "model-assurance",
    name: "Model assurance",
    members: ["second", "auditor"],
    deputy: "second",
    escalation: "Chief risk officer",
  },
  {
    slug: "customer-care",
    name: "Customer care",
    members: ["author", "approver"],
    deputy: "approver",
    escalation: "Duty manager",
  },
  {
    slug: "treasury-desk",
    name: "Treasury desk",
    members: ["owner", "approver"],
    deputy: "owner",
    escalation: "Chief financial officer",
  },
  {
    slug: "people-operations",
    name: "People operations",
    members: ["owner", "operator"],
    deputy: "owner",
    escalation: "Head of people",
  },
];

export const WORKFLOWS: z.input<typeof putWorkflowInput>[] = [
  {
    slug: "supplier-payments",
    name: "Supplier payments",
    consequential: true,
    risk: "high",
    actions: [
      { name: "payments.release", risk: "high" },
      { name: "invoices.approve", risk: "medium" },
      { name: "queries.answer", risk: "low" },
    ],
  },
  {
    slug: "customer-replies",
    name: "Customer replies",
    consequential: true,
    risk: "medium",
    actions: [
      { name: "replies.send", risk: "medium" },
      { name: "tickets.close", risk: "low" },
    ],
  },
  {
    slug: "expense-claims",
    name: "Expense claims",
    consequential: true,
    risk: "medium",
    actions: [
      { name: "claims.approve", risk: "medium" },
      { name: "claims.refuse", risk: "low" },
    ],
  },
  {
    slug: "cash-planning",
    name: "Cash planning",
    consequential: true,
    risk: "high",
    actions: [
      { name: "forecasts.publish", risk: "medium" },
      { name: "sweeps.propose", risk: "high" },
    ],
  },
  {
    slug: "vendor-onboarding",
    name: "Vendor onboarding",
    consequential: true,
    risk: "critical",
    actions: [
      { name: "vendors.create", risk: "critical" },
      { name: "vendors.update", risk: "high" },
    ],
  },
  // Nobody has written a pact for it: what asks there is ungoverned, and blocked.
  {
    slug: "payment-reminders",
    name: "Payment reminders",
    consequential: true,
    risk: "medium",
    actions: [{ name: "reminders.send", risk: "medium" }],
  },
];

type Agent = z.input<typeof putAgentInput>;

/** Agents as they stood at the launch. */
export const AGENTS: Agent[] = [
  { slug: "invoice-clerk", name: "Invoice clerk", owner: "payables-control", release: "r13", candidates: [] },
  { slug: "reply-writer", name: "Reply writer", owner: "customer-care", release: "w7", candidates: [] },
  { slug: "expense-auditor", name: "Expense auditor", owner: "people-operations", release: "e4", candidates: [] },
  { slug: "cash-forecaster", name: "Cash forecaster", owner: "treasury-desk", release: "f9", candidates: [] },
  { slug: "vendor-checker", name: "Vendor checker", owner: "vendor-desk", release: "v2", candidates: [] },
  { slug: "dunning-writer", name: "Dunning writer", owner: "customer-care", release: "d1", candidates: [] },
];

export const agentAs = (slug: string, change: Partial<Agent>): Agent => {
  const agent = AGENTS.find((one) => one.slug === slug);
  if (!agent) throw new Error(`there is no agent ${slug} in this story`);
  return { ...agent, ...change };
};

export const SUPPLIERS = [
  "Meridian Foods",
  "Hartmann Logistik",
  "Brenner Kältetechnik",
  "Silva Packaging",
  "Nordgas",
  "Papeterie Vidal",
  "Alpenmilch",
  "Kranbau Ost",
  "Unibulk Trading",
  "Osprey Cold Stores",
  "Lindgren Energi",
  "Tresco Print",
  "Baltic Pallets",
  "Café Reuter",
] as const;
