/** What a simulation counts: verdicts before and after, flips by kind, money and agents touched, quantiles. */
import type { Answer, Verdict } from "./decision.ts";
import { isoInstant } from "./instant.ts";
import { valueAt } from "./limits.ts";
import type { Fact } from "./pact.ts";
import type {
  Flip,
  FlipExample,
  MoneyTouched,
  Quantiles,
  Recorded,
  SimulatedSide,
  VerdictCounts,
} from "./simulate-shapes.ts";

export const noCounts = (): VerdictCounts => ({ allow: 0, degrade: 0, review: 0, block: 0 });

const STRENGTH: VerdictCounts = { allow: 0, degrade: 1, review: 2, block: 3 };
const EXAMPLES = 5;

/** A fact that is money, with its currency. */
export type MoneyFact = readonly [path: string, currency: string];

/** The declared facts that are money: numbers whose unit is a currency code (ISO 4217). */
export function moneyIn(facts: Record<string, Fact>): MoneyFact[] {
  return Object.entries(facts).flatMap(([path, { type, unit }]) =>
    type === "number" && unit !== undefined && /^[A-Z]{3}$/.test(unit) ? [[path, unit] as const] : [],
  );
}

/** One side of the comparison. */
export class SideTally {
  private readonly after = noCounts();
  private readonly flow = new Map<string, { from: Verdict; to: Verdict; count: number }>();
  private readonly flips = new Map<string, Flip>();
  private readonly agents = new Map<string, { agent: string; decisions: number; flipped: number }>();
  private readonly money: MoneyTouched = {};
  private flipped = 0;

  constructor(private readonly facts: readonly MoneyFact[]) {}

  /** One recorded decision, as it comes out before and after. */
  add(recorded: Recorded, before: Answer, after: Answer): void {
    this.after[after.verdict]++;
    const way = `${before.verdict} ${after.verdict}`;
    const flow = this.flow.get(way) ?? { from: before.verdict, to: after.verdict, count: 0 };
    flow.count++;
    this.flow.set(way, flow);
    const { agent } = recorded.request;
    const own = this.agents.get(agent) ?? { agent, decisions: 0, flipped: 0 };
    this.agents.set(agent, own);
    own.decisions++;
    if (before.verdict === after.verdict && before.permitted === after.permitted) return;
    own.flipped++;
    this.flipped++;
    this.flip(recorded, before, after);
  }

  private flip(recorded: Recorded, before: Answer, after: Answer): void {
    const [from, to] = [sideOf(before), sideOf(after)];
    const name = `${from.verdict} ${from.permitted} ${to.verdict} ${to.permitted}`;
    const tighter = STRENGTH[to.verdict] - STRENGTH[from.verdict] || Number(from.permitted) - Number(to.permitted);
    const direction = tighter > 0 ? "tighter" : "looser";
    const known = this.flips.get(name) ?? { from, to, direction, count: 0, money: {}, examples: [] };
    this.flips.set(name, known);
    known.count++;
    for (const [path, currency] of this.facts) {
      const amount = valueAt(recorded.request.context, path);
      if (typeof amount !== "number" || !Number.isFinite(amount)) continue;
      known.money[currency] = (known.money[currency] ?? 0) + amount;
      this.money[currency] = (this.money[currency] ?? 0) + amount;
    }
    if (known.examples.length < EXAMPLES)
      known.examples.push(exampleOf(recorded, direction === "tighter" ? after : before));
  }

  side(): SimulatedSide {
    return {
      after: this.after,
      flow: [...this.flow.values()].sort((a, b) => b.count - a.count),
      flipped: this.flipped,
      flips: [...this.flips.values()].sort((a, b) => b.count - a.count),
      agents: [...this.agents.values()].sort((a, b) => b.flipped - a.flipped || b.decisions - a.decisions),
      money: this.money,
    };
  }
}

const sideOf = ({ verdict, permitted }: Answer): Flip["from"] => ({ verdict, permitted });

function exampleOf({ id, request, answer }: Recorded, stricter: Answer): FlipExample {
  const because = stricter.because.find(({ override }) => override === null);
  const { agent, action } = request;
  return { id, at: isoInstant(answer.decidedAt), agent, action, says: because?.says ?? "" };
}

/** Quantiles of many times, in microseconds. */
export class Quantile {
  private readonly all: number[] = [];

  add(value: number): void {
    this.all.push(value);
  }

  told(): Quantiles {
    const sorted = Float64Array.from(this.all).sort();
    const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
    return { p50: at(0.5), p99: at(0.99) };
  }
}
