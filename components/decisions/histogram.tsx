"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { VerdictBars } from "@/components/chart/verdict-bars";
import { Failure } from "@/components/shell/failure";
import { clock, day } from "@/components/trust/words";
import { Skeleton } from "@/components/ui/page-parts";
import type { Summary } from "./data";

/** `14:20`, with its day where the view is longer than one. */
function moment(at: string, { from, to }: Summary): string {
  const ms = Date.parse(at);
  const time = clock(ms).slice(0, 5);
  return Date.parse(to) - Date.parse(from) > 86_400_000 ? `${day(ms, Date.parse(to))}, ${time}` : time;
}

/** One mark's words stand beside it; of several, so far apart that they do not run into each other. */
function haveRoom({ markers, from, to }: Summary): boolean {
  const [first, second, third] = markers.map(({ at }) => Date.parse(at));
  if (first === undefined || second === undefined) return true;
  return third === undefined && (second - first) / (Date.parse(to) - Date.parse(from)) > 0.35;
}

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
          markers={data.markers.map(({ at, label }) => ({ at, label: `${moment(at, data)} ${label}` }))}
          labelMarkers={haveRoom(data)}
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
