import { Mark } from "@/components/trust/mark";
import type { Metric } from "./metric";

/** Where a metric stands against its threshold. One without is an open task. */
export function StateMark({ metric: { state, threshold } }: { metric: Pick<Metric, "state" | "threshold"> }) {
  if (threshold === null)
    return (
      <Mark tone="todo" chip>
        Governs nothing
      </Mark>
    );
  if (state === "breached")
    return (
      <Mark tone="block" chip>
        Breached
      </Mark>
    );
  if (state === "no_data")
    return (
      <Mark tone="unproven" chip>
        No data
      </Mark>
    );
  return (
    <Mark tone="met" chip>
      Within
    </Mark>
  );
}
