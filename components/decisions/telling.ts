import { curlCall } from "@/components/ui/curl-call";
import type { DecisionRequest } from "@/lib/domain/decision";
import { verdictSentence } from "@/lib/domain/explain";
import type { ListedDecision } from "@/lib/domain/present";

/** How a decision is put into words on the console; pure. */

export type Titles = Record<string, string>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of a request in one line. */
export function inOneLine(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 10 }).format(value);
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** What the action is about: the resource's own name where it has one. */
export function resourceText(request: DecisionRequest): string {
  const { resource } = request;
  if (!isObject(resource)) return inOneLine(resource);
  const name = resource.name ?? resource.title ?? resource.id;
  return name === undefined ? pairs(resource, Object.keys(resource)) : inOneLine(name);
}

/** Each key with its value: "invoice 2026-1617, supplier Nordgas". */
const pairs = (resource: Record<string, unknown>, keys: string[]) =>
  keys.map((key) => `${key} ${inOneLine(resource[key])}`).join(", ");

/** The resource with all that names it: its name, then the rest in brackets. */
export function resourceInFull({ resource }: DecisionRequest): string {
  if (!isObject(resource)) return inOneLine(resource);
  const [first, ...rest] = ["name", "title", "id"].filter((key) => resource[key] !== undefined);
  if (first === undefined) return pairs(resource, Object.keys(resource));
  const others = [...rest, ...Object.keys(resource).filter((key) => key !== first && !rest.includes(key))];
  return others.length === 0
    ? inOneLine(resource[first])
    : `${inOneLine(resource[first])} (${pairs(resource, others)})`;
}

/** The amount of a request that carries one: figures, and the currency beside them. */
export function amountOf(request: DecisionRequest): { figures: string; currency: string } | null {
  const { amount, currency } = request.context ?? {};
  if (typeof amount !== "number" || !Number.isFinite(amount)) return null;
  const digits = Number.isInteger(amount) && typeof currency !== "string" ? 0 : 2;
  const figures = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: 2 }).format(
    amount,
  );
  return { figures, currency: typeof currency === "string" ? currency : "" };
}

const PLACES: Record<string, string> = {
  scope: "Outside the scope",
  granted: "Authority granted by people",
  no_pact: "No pact",
  away: "Database away",
  metric: "A governed number",
};

/** The strongest reason, for a table: the clause's title, or what stands in a clause's place; and how many more there are. */
export function reasonOf({ because }: Pick<ListedDecision, "because">, titles: Titles) {
  const acting = because.filter(({ override }) => override === null);
  const first = acting[0] ?? because[0];
  if (!first) return null;
  const clause = first.clause !== null;
  const name = clause ? (titles[`${first.pact}/${first.clause}`] ?? first.clause) : PLACES[first.trigger];
  const others = new Set(because.map((one) => `${one.pact}/${one.clause ?? one.trigger}`)).size - 1;
  return { name: name ?? first.trigger, clause, others, waived: acting.length === 0 };
}

/** The sentence on top, parted before the owner and the next step. */
export function headline(decision: ListedDecision): [string, string] {
  const sentence = verdictSentence(decision, decision.request);
  const at = sentence.search(/ (?:Owner|Provider): /);
  return at < 0 ? [sentence, ""] : [sentence.slice(0, at), sentence.slice(at + 1)];
}

/** The title of the clause that the headline speaks of. */
export function headlineClause({ because }: ListedDecision, titles: Titles): string | null {
  const first = because.find(({ override }) => override === null) ?? because[0];
  return first?.clause ? (titles[`${first.pact}/${first.clause}`] ?? null) : null;
}

/** The call that asks this. */
export const asCurl = (request: DecisionRequest, origin: string, dryRun = true): string =>
  curlCall(`${origin}/api/v1/decisions`, dryRun ? { ...request, dryRun: true } : request);
