import Link from "next/link";
import type { ReactNode } from "react";
import { plural } from "@/components/trust/words";
import type { DrilledSubject } from "./drill";
import { ThresholdMark } from "./drill-marks";

/** Beside a pact or a metric: how much of it a drill has seen act. Nothing but a line where all was. */
export function DrillNote({
  of: { thresholds, undrilled, failed },
  children,
}: {
  of: Pick<DrilledSubject, "thresholds" | "undrilled" | "failed">;
  children?: ReactNode;
}) {
  const all = plural(thresholds.length, "threshold");
  const said =
    failed > 0
      ? `${failed} of ${all} changed nothing when drilled.`
      : undrilled > 0
        ? `${undrilled} of ${all} ${undrilled === 1 ? "was" : "were"} not drilled as they stand: nobody has seen them act.`
        : `${all} ${thresholds.length === 1 ? "was" : "were"} seen to change a decision.`;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 py-3 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ThresholdMark state={failed > 0 ? "failed" : undrilled > 0 ? "undrilled" : "passed"} />
        <span>{said}</span> <Link href="/drills">Drills</Link>
      </p>
      {children}
    </div>
  );
}
