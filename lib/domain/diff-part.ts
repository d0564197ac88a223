/** What a part of a pact is when two versions are compared, and the words that its values are told in. */
import type { Order } from "./diff-order.ts";
import { durationMs, sayDuration } from "./duration.ts";
import { sayLimits } from "./limits.ts";
import type { Consequence, PactDocument } from "./pact.ts";

/** One part of a clause or a pact. `T` is its value where it is given. */
export interface Part<Whole, T = unknown> {
  path: string;
  label: string;
  get(whole: Whole): T | undefined;
  /** Which way it goes when the part appears; it goes the other way when it disappears. */
  appears: Order;
  order(before: T, after: T, from: PactDocument, to: PactDocument): Order;
  /** Path of the part that this is a detail of: told only where both versions have that one. */
  of?: string;
  /** Only its coming and going is told: its details are parts of their own. */
  whole?: true;
  /** Its value in words, numbers in the units of the declared facts; absent where only "reworded" is worth saying. */
  say?(value: T, facts: PactDocument["facts"]): string;
}

/** Keeps each part's own type inside, and lists them as one. */
export function part<Whole, T>(one: Part<Whole, T>): Part<Whole> {
  return one as unknown as Part<Whole>;
}

export const same = (): Order => "same";
export const length = (iso: string) => sayDuration(durationMs(iso));
export const list = (all: readonly string[]) => all.join(", ");
export const plain = (value: unknown) => String(value);

export function sayConsequence({ do: does, limits }: Consequence, facts: PactDocument["facts"]): string {
  return limits ? `${does} (${sayLimits(limits, facts)})` : does;
}
