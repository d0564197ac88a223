/** A pact drafted from what an agent was seen to do: a beginning that people go on from, in shadow until they say otherwise. */
import { isActionName } from "./action.ts";
import type { Fact, Limits, PactDocument, PactInput } from "./pact.ts";
import { parsePact, toYaml } from "./parse-pact.ts";
import type { Percentile, SeenAction, SeenFact, Traffic } from "./traffic.ts";

export interface DraftTerms {
  /** Slug for the new pact. */
  pact: string;
  title: string;
  workflow: string;
  provider: string;
  /** Slug of the team that will answer for the clauses. */
  owner: string;
  /** Where limits on numbers lie. */
  percentile: Percentile;
}

const SHARES: Record<Percentile, string> = {
  p50: "half",
  p90: "90 %",
  p95: "95 %",
  p99: "99 %",
  max: "all",
};
const MOST_CLAUSES = 50;

const quoted = (value: string) => JSON.stringify(value);
const count = (n: number) => new Intl.NumberFormat("en-GB").format(n);

/** A condition that a request without the fact does not break: not every request carried it. */
const where = ({ path, share }: SeenFact, condition: string) =>
  share === 1 ? condition : `(!has(context.${path}) || ${condition})`;

/** What the facts of an action were like, as CEL; null: nothing that a line could be drawn through. */
function usual({ facts }: SeenAction, percentile: Percentile): string | null {
  const usable = facts.filter(({ path }) => /^[\w.]+$/.test(path));
  const numbers = usable.flatMap((fact) =>
    fact.spread ? [where(fact, `context.${fact.path} <= ${numberOf(fact.spread[percentile])}`)] : [],
  );
  const texts = usable.flatMap((fact) =>
    fact.values && fact.values.length > 0
      ? [where(fact, `context.${fact.path} in [${fact.values.map(quoted).join(", ")}]`)]
      : [],
  );
  const all = [...numbers, ...texts].slice(0, 6);
  return all.length > 0 ? all.join(" && ") : null;
}

/** CEL writes no exponents as we do: whole numbers as they are, others with a point. */
const numberOf = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(6).replace(/0+$/, ""));

const keyOf = (action: string) =>
  action
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50);

type ClauseInput = PactInput["clauses"][number];

function clauseOf(seen: SeenAction, { owner, percentile }: DraftTerms): ClauseInput {
  const { action, risk } = seen;
  const severity: ClauseInput["severity"] = risk === "critical" || risk === "high" ? "major" : "minor";
  const shared = { severity, owner, recertify: "P90D", actions: [action] } satisfies Partial<ClauseInput>;
  const condition = usual(seen, percentile);
  if (condition === null) {
    return {
      key: `checked-${keyOf(action)}`,
      title: `Is checked: ${action}`,
      obligation: `A person has looked at a sample of what ${action} did, and found it right.`,
      ...shared,
      evidence: { method: "human", describe: `A sample of ${action}, read by the owner`, freshness: "P30D" },
      on: { missing: "review", stale: "review" },
    };
  }
  return {
    key: `usual-${keyOf(action)}`,
    title: `Stays within what is usual: ${action}`,
    obligation: `${action} stays within what was seen in ${SHARES[percentile]} of ${count(seen.count)} recorded requests.`,
    ...shared,
    require: condition,
    on: { violation: "review" },
  };
}

/** Facts that all actions agree on; a number is money where one currency alone was seen beside it. */
function factsOf({ actions }: Traffic): Record<string, Fact> | undefined {
  const types = new Map<string, Set<Fact["type"]>>();
  const currencies = new Set<string>();
  for (const { facts } of actions) {
    for (const { path, type, values } of facts) {
      types.set(path, (types.get(path) ?? new Set()).add(type));
      if (path === "currency") for (const value of values ?? [""]) currencies.add(value);
    }
  }
  const [currency, ...others] = currencies;
  const money = currency && others.length === 0 && /^[A-Z]{3}$/.test(currency) ? currency : undefined;
  const told = [...types].flatMap(([path, [type, ...more]]): [string, Fact][] =>
    type && more.length === 0
      ? [[path, path === "amount" && type === "number" && money ? { type, unit: money } : { type }]]
      : [],
  );
  return told.length > 0 ? Object.fromEntries(told) : undefined;
}

/** What `degrade` would mean: numbers that every action carried, at the middle of what was usual. */
function limitedOf({ actions }: Traffic): Limits | undefined {
  const [first, ...others] = actions;
  const common = (first?.facts ?? []).filter(
    ({ path, spread }) =>
      spread && others.every(({ facts }) => facts.some((fact) => fact.path === path && fact.spread)),
  );
  const told = common.map(({ path }): [string, { max: number }] => {
    const middles = actions.map(({ facts }) => facts.find((fact) => fact.path === path)?.spread?.p50 ?? 0);
    return [path, { max: Math.max(...middles) }];
  });
  return told.length > 0 ? Object.fromEntries(told) : undefined;
}

/**
 * The draft, as a document and as YAML that says where it comes from. In shadow mode: it decides nothing yet.
 * @returns null where nothing was seen that a pact could be made of
 */
export function draftFromTraffic(traffic: Traffic, terms: DraftTerms): { document: PactDocument; text: string } | null {
  const actions = traffic.actions.filter(({ action }) => isActionName(action)).slice(0, 200);
  if (actions.length === 0) return null;
  const limited = limitedOf({ ...traffic, actions });
  const facts = factsOf({ ...traffic, actions });
  const written: PactInput = {
    surety: 1,
    pact: terms.pact,
    title: terms.title,
    agent: traffic.agent,
    workflow: terms.workflow,
    parties: { provider: terms.provider },
    mode: "shadow",
    ...(facts && { facts }),
    scope: { actions: actions.map(({ action }) => action), outside: "review" },
    ...(limited && { levels: { limited } }),
    clauses: distinct(actions.slice(0, MOST_CLAUSES).map((seen) => clauseOf(seen, terms))),
  };
  const parsed = parsePact(written);
  if (!parsed.ok) return null;
  const days = [traffic.from, traffic.to].map((at) => at?.slice(0, 10));
  const head = [
    `# Drafted from ${count(traffic.decisions)} recorded decisions of ${traffic.agent}, ${days[0]} to ${days[1]}.`,
    `# Numbers are held to what ${SHARES[terms.percentile]} of requests kept to; say what is meant, not only what was seen.`,
    "# In shadow it decides nothing: see what it would have done, then set mode to enforce.",
  ];
  return { document: parsed.document, text: `${head.join("\n")}\n${toYaml(parsed.document)}` };
}

/** Two actions may come to one key: the later ones are numbered. */
function distinct(clauses: ClauseInput[]): ClauseInput[] {
  const taken = new Map<string, number>();
  return clauses.map((clause) => {
    const nth = (taken.get(clause.key) ?? 0) + 1;
    taken.set(clause.key, nth);
    return nth === 1 ? clause : { ...clause, key: `${clause.key}-${nth}` };
  });
}
