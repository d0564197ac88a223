import type { Verdict as VerdictWord } from "@/lib/domain/decision";
import type { ConsequenceKind } from "@/lib/domain/pact";
import { Mark, type StandingWord } from "./mark";

const VERDICTS: Record<VerdictWord | "settle", string> = {
  allow: "Allow",
  degrade: "Degrade",
  review: "Review",
  block: "Block",
  settle: "Settle",
};

export interface VerdictProps {
  verdict: VerdictWord | ConsequenceKind;
  /** Adds what came of it where the verdict alone leaves it open: `Degrade, no`, `Review, approved`. */
  permitted?: boolean;
  /** A review that no person has answered yet: `Review, held`. */
  pending?: boolean;
  chip?: boolean;
}

/** The short word of the outcome and the whole one for assistive technology; null where the verdict says it all. */
function outcome({ verdict, permitted, pending }: VerdictProps): readonly [string, string] | null {
  if (pending) return ["held", "held for a person"];
  if (permitted === undefined) return null;
  if (verdict === "degrade") return permitted ? null : ["no", "not permitted"];
  if (verdict === "review") return permitted ? ["approved", "approved"] : ["denied", "denied"];
  return null;
}

/** A verdict, or a consequence, as shape, word and colour. */
export function Verdict(props: VerdictProps) {
  const came = outcome(props);
  return (
    <Mark tone={props.verdict} chip={props.chip}>
      <span>
        {VERDICTS[props.verdict]}
        {came ? (
          <span className={props.chip ? undefined : "font-normal text-ink"}>
            <span aria-hidden="true">, {came[0]}</span>
            <span className="sr-only">, {came[1]}</span>
          </span>
        ) : null}
      </span>
    </Mark>
  );
}

const STANDINGS: Record<StandingWord, string> = {
  met: "Met",
  unproven: "Unproven",
  stale: "Stale",
  breached: "Breached",
  waived: "Waived",
};

/** A clause's standing now. A breach is a cracked square, a block an octagon: a standing is not a verdict. */
export function Standing({ standing, chip }: { standing: StandingWord; chip?: boolean }) {
  return (
    <Mark tone={standing} chip={chip}>
      {STANDINGS[standing]}
    </Mark>
  );
}
