/** What a metric's owner, scope and response can name. */
export interface Targets {
  teams: string[];
  agents: string[];
  workflows: string[];
  pacts: string[];
}

/** The first choice of each list: it narrows nothing. */
export const EVERY = "";

export const choices = (slugs: readonly string[], every: string) => [
  { value: EVERY, label: every },
  ...slugs.map((slug) => ({ value: slug, label: slug })),
];
