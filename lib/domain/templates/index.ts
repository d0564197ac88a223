/** Pacts to begin with. Each is complete: filled in, it is a pact without holes. */
import { readWritten, WrittenText } from "../written-text.ts";
import { MONEY } from "./money.ts";
import { SYSTEMS } from "./systems.ts";
import type { Template } from "./template.ts";
import { WORDS } from "./words.ts";

export type { Template } from "./template.ts";

export const TEMPLATES: readonly Template[] = [...MONEY, ...WORDS, ...SYSTEMS];

/** What an organisation puts in place of a template's own names. */
export interface TemplateNames {
  pact: string;
  title: string;
  agent: string;
  workflow: string;
  /** Slug of the team that owns every clause to begin with. */
  team: string;
  provider: string;
  counterparty?: string;
}

interface Written {
  clauses: { owner: string }[];
}

/** A template as an organisation's own pact, as YAML; its comments stay. It begins in shadow where `shadow` is true. */
export function fillTemplate({ text }: Pick<Template, "text">, names: TemplateNames, shadow = false): string {
  const written = readWritten(text) as unknown as Written;
  const { pact, title, agent, workflow, team, provider, counterparty } = names;
  return new WrittenText(text, written).follow({
    ...written,
    ...{ pact, title, agent, workflow },
    parties: { provider, ...(counterparty && { counterparty }) },
    ...(shadow && { mode: "shadow" }),
    clauses: written.clauses.map((clause) => ({ ...clause, owner: team })),
  });
}

/** A pact that promises nothing yet. */
export const BLANK = `surety: 1
pact: pact
title: Title
agent: agent
workflow: workflow
parties: { provider: Provider }
scope:
  actions: ["*"]
  outside: block
clauses: []
`;
