"use client";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import { type MetricSearch, metricSearch, WINDOWS } from "./search";
import type { Targets } from "./targets";

const WINDOW_NAMES: Record<(typeof WINDOWS)[number], string> = {
  own: "each over its own window",
  P1D: "the last day",
  P7D: "the last 7 days",
  P30D: "the last 30 days",
  P90D: "the last 90 days",
};

type Named = Pick<Targets, "agents" | "workflows" | "pacts">;
const PLACES = [
  ["workflow", "workflows", "Workflow"],
  ["agent", "agents", "Agent"],
  ["pact", "pacts", "Pact"],
] as const;

/** Narrows what is measured: the address holds it, so a view can be passed on. */
export function MeasuredOver({ asked, targets }: { asked: MetricSearch; targets: Named }) {
  const router = useRouter();
  const path = usePathname();
  const go = (change: Partial<MetricSearch>) => router.replace(`${path}${metricSearch.query({ ...asked, ...change })}`);
  const narrowed = metricSearch.query(asked) !== "";
  return (
    <div className="no-print flex flex-wrap items-center gap-2 text-sm">
      <span className="text-ink-2">Measured over</span>
      {PLACES.map(([name, many, label]) => (
        <Select
          key={name}
          label={label}
          className="w-auto min-w-36 max-w-56"
          value={asked[name] ?? ""}
          onValueChange={(value) => go({ [name]: value || undefined })}
          options={[
            { value: "", label: `every ${name}` },
            ...targets[many].map((slug) => ({ value: slug, label: slug })),
          ]}
        />
      ))}
      <Select
        label="Window"
        className="w-auto min-w-44"
        value={asked.window}
        onValueChange={(value) => go({ window: value ?? "own" })}
        options={WINDOWS.map((value) => ({ value, label: WINDOW_NAMES[value] }))}
      />
      {narrowed ? <Link href={path}>Everything</Link> : null}
    </div>
  );
}
