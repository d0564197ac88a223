import { count, percent, plural } from "@/components/trust/words";
import { carriedTolerance, cleanChecksFor } from "@/lib/domain/launch";

export interface LaunchProps {
  /** Of the release that is current: all checks there are. */
  passed: number;
  failed: number;
  /** 0..1 */
  target: number;
}

const share = (value: number) => `${Number((value * 100).toPrecision(3))}\u00a0%`;

/** What the clause's evals can carry, and how many clean checks its target asks for. */
export function Launch({ passed, failed, target }: LaunchProps) {
  const p0 = Number((1 - target).toPrecision(12));
  const carried = carriedTolerance(passed, failed);
  const checks = cleanChecksFor(p0);
  const seen = passed + failed;
  return (
    <div className="flex flex-col gap-2 pt-3 text-sm text-ink-2">
      {seen === 0 ? (
        <p>No check yet: no tolerance can be told from evals.</p>
      ) : (
        <p>
          {count(failed)} of {plural(seen, "check")} failed: these evals carry a tolerance of {share(carried)} (95 %
          upper bound). The pact allows {p0 === 0 ? "none" : percent(p0)}
          {p0 > 0 && carried <= p0
            ? ", which they bear out"
            : p0 > 0
              ? ": more checks, or fewer failures, would bear it out"
              : ""}
          .
        </p>
      )}
      <p>
        A score of 95 at this target takes {plural(checks, "clean check")}; {count(2 * checks)} where they are the
        provider’s own evals.
      </p>
    </div>
  );
}
