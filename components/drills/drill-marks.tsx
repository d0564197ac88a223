import { Mark } from "@/components/trust/mark";
import type { Drilled, DrillState } from "@/lib/domain/drill";

const THRESHOLDS = {
  passed: ["met", "Seen to act"],
  failed: ["block", "Changed nothing"],
  undrilled: ["todo", "Undrilled"],
  changed: ["todo", "Changed since"],
} as const;

/** What the last drill said of a threshold. */
export function ThresholdMark({ state }: { state: Drilled }) {
  const [tone, word] = THRESHOLDS[state];
  return <Mark tone={tone}>{word}</Mark>;
}

const DRILLS = {
  running: ["todo", "Running"],
  passed: ["met", "Passed"],
  failed: ["block", "Failed"],
  abandoned: ["unproven", "Given up"],
} as const;

/** What a drill came to. */
export function DrillMark({ state, chip }: { state: DrillState; chip?: boolean }) {
  const [tone, word] = DRILLS[state];
  return (
    <Mark tone={tone} chip={chip}>
      {word}
    </Mark>
  );
}
