import { CONSEQUENCES } from "@/lib/domain/pact";
import type { StandingTrigger } from "@/lib/domain/standing";

const strength = ({ consequence }: StandingTrigger) => (CONSEQUENCES as readonly string[]).indexOf(consequence);

/** What acts, each reason once: of a drift's stages that say the same, the strongest. Strongest first. */
export function acting(triggers: readonly StandingTrigger[]): StandingTrigger[] {
  const bySentence = new Map<string, StandingTrigger>();
  for (const trigger of triggers) {
    const before = bySentence.get(trigger.says);
    if (!before || strength(trigger) < strength(before)) bySentence.set(trigger.says, trigger);
  }
  return [...bySentence.values()].sort((a, b) => strength(a) - strength(b));
}
