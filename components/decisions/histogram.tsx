"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { VerdictBars } from "@/components/chart/verdict-bars";
import { Failure } from "@/components/shell/failure";
import { Skeleton } from "@/components/ui/page-parts";
import type { Summary } from "./data";

/** Volume by verdict over the stretch of time in view; dragging over it chooses a shorter one. */
export function Histogram({
  summary,
  onRange,
}: {
  summary: UseQueryResult<Summary>;
  onRange: (from: string, to: string) => void;
}) {
  const { data, error } = summary;
  return (
    <div className="border-b border-line px-8 pb-3 max-lg:px-5 max-sm:px-4">
      {data ? (
        <VerdictBars
          bare
          title="Decisions by verdict"
          counts={data.counts}
          from={data.from}
          to={data.to}
          now={data.now}
          markers={data.markers}
          labelMarkers={data.markers.length <= 3}
          height={96}
          onRange={onRange}
        />
      ) : error ? (
        <Failure error={error} title="The volume of decisions could not be read" />
      ) : (
        <Skeleton className="h-36" label="The volume of decisions is being read" />
      )}
    </div>
  );
}
