import { durationMs, sayDuration } from "@/lib/domain/duration";
import { dateline, type Report } from "@/lib/domain/report";

/** Whether consequences were seen to act: what was not drilled is told as plainly as what failed. */
export function Drilled({ drills, clauses }: Pick<Report, "drills" | "clauses">) {
  if (!drills) return null;
  const named = (thresholds: readonly string[]) =>
    clauses
      .map(({ key, title }) => {
        const own = thresholds.flatMap((one) => (one.startsWith(`${key}: `) ? [one.slice(key.length + 2)] : []));
        return own.length > 0 ? `${title} (${own.join(", ")})` : "";
      })
      .filter((said) => said !== "")
      .join("; ");
  const { thresholds, passed, failed, undrilled, lastAt, slowestMs, cadence } = drills;
  return (
    <>
      <h2>
        Drills
        <span>
          {passed} of {thresholds} seen to act
        </span>
      </h2>
      <p className="note">
        A drill puts a cause into a twin of the agent, which never acts, and looks whether the decision changes.{" "}
        {lastAt ? `The last one ended on ${dateline(Date.parse(lastAt))}` : "None was run so far"}
        {slowestMs === null ? "" : `; the slowest change held on every node after ${(slowestMs / 1000).toFixed(1)} s`}
        {cadence ? `; they are run every ${sayDuration(durationMs(cadence))}` : "; none is scheduled"}.
      </p>
      {failed.length > 0 ? <p className="note">Changed nothing when drilled: {named(failed)}.</p> : null}
      {undrilled.length > 0 ? <p className="note">Not drilled as they stand: {named(undrilled)}.</p> : null}
    </>
  );
}
