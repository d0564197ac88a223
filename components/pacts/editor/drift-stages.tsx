"use client";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { Consequence } from "@/lib/domain/pact";
import { sayConsequenceOf } from "@/lib/domain/pact-words";
import { KINDS, type Written, whole } from "./consequence-kinds";
import { CountInput } from "./fields";
import type { ConsequencesProps } from "./form-types";
import { LimitsField } from "./limits-field";

const stagesOf = (written: unknown): Written[] => {
  if (written === undefined) return [];
  if (Array.isArray(written)) return written as Written[];
  return [{ at: 10_000, ...(whole(written) as Written) }];
};

/** Drift answers in stages, each with how rarely it may be wrong. */
export function DriftStages({
  clause,
  document,
  facts,
  set,
  problem,
}: Omit<ConsequencesProps, "holes"> & { problem?: string }) {
  const stages = stagesOf(clause.on?.drift);
  const put = (next: Written[]) => set(["on", "drift"], next.length > 0 ? next : undefined);
  const change = (index: number, next: Written | null) =>
    put(stages.flatMap((one, at) => (at === index ? (next ? [next] : []) : [one])));
  const last = stages.at(-1)?.at ?? 100;
  return (
    <div className="con-row" data-hole={problem ? "" : undefined}>
      <span className="con-name">drift</span>
      <div className="flex min-w-0 flex-col gap-2">
        {stages.map((stage, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage has no name but its place
          <div key={index} className="flex flex-col gap-1">
            <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_24px] items-end gap-1.5">
              <CountInput
                label={`Stage ${index + 1}: at most one false alarm in`}
                value={stage.at}
                onValue={(at) => at !== undefined && change(index, { ...stage, at })}
              />
              <Select
                label={`Stage ${index + 1}: consequence`}
                options={KINDS}
                value={stage.do}
                onValueChange={(kind) =>
                  kind &&
                  change(index, {
                    at: stage.at,
                    do: kind,
                    ...(kind === "degrade" && stage.limits && { limits: stage.limits }),
                  })
                }
              />
              <button
                type="button"
                aria-label={`Stage ${index + 1}: remove`}
                className="grid size-6 place-items-center self-center text-ink-3 hover:text-ink"
                onClick={() => change(index, null)}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </div>
            <p className="label">
              {sayConsequenceOf(
                `once the odds are ${(stage.at ?? 10_000).toLocaleString("en-GB")} to 1 that the promise is broken`,
                stage as Consequence,
                document,
              )}
            </p>
            {stage.do === "degrade" ? (
              <LimitsField
                label="Within these limits, or else the pact’s limits of authority"
                value={stage.limits}
                onValue={({ ...limits } = {}) =>
                  change(index, { do: "degrade", at: stage.at, ...(Object.keys(limits).length > 0 && { limits }) })
                }
                facts={facts}
              />
            ) : null}
          </div>
        ))}
        {problem ? <p className="text-xs font-medium text-block">{problem}</p> : null}
        <div>
          <Button size="small" variant="bare" onClick={() => put([...stages, { at: last * 10, do: "review" }])}>
            Add a stage
          </Button>
        </div>
      </div>
    </div>
  );
}
