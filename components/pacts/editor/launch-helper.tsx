"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { carriedTolerance } from "@/lib/domain/launch";
import { CountInput } from "./fields";

export interface LaunchHelperProps {
  /** The pass rate promised so far, 0..1. */
  target: number;
  onTarget: (target: number) => void;
}

/** With this many digits a pass rate is written: 97.92 %. */
const DIGITS = 1e4;
const share = (value: number) => `${Number((value * 100).toFixed(2))} %`;

/** From the evals of a launch: the tolerance that they can carry, and the pass rate that they bear out. */
export function LaunchHelper({ target, onTarget }: LaunchHelperProps) {
  const [passed, setPassed] = useState<number>();
  const [failed, setFailed] = useState<number>();
  const carried = passed === undefined ? null : carriedTolerance(passed, failed ?? 0);
  const borne = carried === null ? 0 : Math.floor((1 - carried) * DIGITS) / DIGITS;
  return (
    <details className="ed-wide text-sm">
      <summary>What can our launch evals carry?</summary>
      <div className="ed-grid mt-2">
        <CountInput label="Launch checks that passed" placeholder="622" value={passed} onValue={setPassed} />
        <CountInput label="Launch checks that failed" placeholder="7" value={failed} onValue={setFailed} />
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-2" aria-live="polite">
        {carried === null || passed === 0 ? (
          <p>Enter them: the tolerance that they can carry is the 95 % upper bound of their failure rate.</p>
        ) : (
          <>
            <p>
              They carry a tolerance of {share(carried)} (95 % upper bound), so they bear out a pass rate of{" "}
              {share(borne)}. {target <= borne ? "What is promised is within that." : "More is promised than that."}
            </p>
            {borne > 0 && borne !== target ? (
              <Button size="small" onClick={() => onTarget(borne)}>
                Promise {share(borne)}
              </Button>
            ) : null}
          </>
        )}
      </div>
    </details>
  );
}
