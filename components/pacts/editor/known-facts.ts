/** Names that conditions and limits can speak of: declared facts first, then what recorded requests carried. Pure. */
import type { Fact, PactInput } from "@/lib/domain/pact";

export interface KnownFact {
  /** `context.amount`, `action` */
  path: string;
  type?: Fact["type"];
  unit?: string;
}

interface Asked {
  context?: Record<string, unknown>;
}

const typeOf = (value: unknown): Fact["type"] | undefined => {
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "object" ? (value === null ? undefined : "object") : (type as Fact["type"]);
};

/** Paths below `context` that requests carried, the frequent ones first; maps are opened two levels deep. */
export function recordedFacts(asked: readonly Asked[]): { name: string; type: Fact["type"]; count: number }[] {
  const found = new Map<string, { type: Fact["type"]; count: number }>();
  const note = (values: Record<string, unknown>, above: string, depth: number) => {
    for (const [step, value] of Object.entries(values)) {
      if (!/^[A-Za-z_][\w-]*$/.test(step)) continue;
      const type = typeOf(value);
      const name = above ? `${above}.${step}` : step;
      if (type === "object" && depth < 2) note(value as Record<string, unknown>, name, depth + 1);
      else if (type) found.set(name, { type, count: (found.get(name)?.count ?? 0) + 1 });
    }
  };
  for (const { context } of asked) if (context) note(context, "", 0);
  return [...found].map(([name, one]) => ({ name, ...one })).sort((a, b) => b.count - a.count);
}

/** What a document's conditions may name. Where facts are declared, only those: others would be refused. */
export function knownFacts(written: PactInput, asked: readonly Asked[]): KnownFact[] {
  const declared = Object.entries(written.facts ?? {}).map(([name, fact]) => ({
    path: `context.${name}`,
    type: fact?.type,
    unit: fact?.unit,
  }));
  const seen =
    declared.length > 0 ? [] : recordedFacts(asked).map(({ name, type }) => ({ path: `context.${name}`, type }));
  const always: KnownFact[] = ["action", "release", "workflow"].map((path) => ({ path, type: "string" }));
  return [...declared, ...seen, ...always];
}
