"use client";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { useNow } from "@/components/trust/now";
import { count, plural } from "@/components/trust/words";
import { SectionHead } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { type Course, type CourseInput, prepareCourse } from "./course";

// As verdict-bars: heavy, and nothing of it is drawn on the server.
const Drawing = dynamic(() => import("./course-drawing"), {
  ssr: false,
  loading: () => (
    <div className="h-full border-b border-line-strong" role="status" aria-label="The chart is being drawn" />
  ),
});

export interface CourseChartProps extends Omit<CourseInput, "now"> {
  title: string;
  /** What `of` counts: "calls". */
  ofWhat?: string;
  /** Said under the drawing. */
  caption?: string;
  /** Address of the same as a file. */
  csv?: string;
  height?: number;
}

/** A value a day against its threshold, what happened to it, and of how much it was; the same as a table and as a file. */
export function CourseChart({ title, ofWhat, caption, csv, height = 190, ...input }: CourseChartProps) {
  const id = useId();
  const now = useNow();
  const [table, setTable] = useState(false);
  const course = prepareCourse({ ...input, now });
  const link = "no-print inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-3";
  const aside = (
    <span className="flex items-baseline gap-4">
      {csv ? (
        <a className={link} href={csv} download>
          CSV
        </a>
      ) : null}
      <button
        type="button"
        aria-expanded={table}
        aria-controls={`${id}-table`}
        className={link}
        onClick={() => setTable(!table)}
      >
        {table ? "View as chart" : "View as table"}
      </button>
    </span>
  );
  return (
    <figure>
      <SectionHead title={title} aside={aside} />
      <div hidden={table}>
        <div className="mt-2 overflow-hidden" style={{ height }} role="img" aria-label={summary(title, course)}>
          <Drawing course={course} height={height} />
        </div>
        <figcaption className="label mt-1">
          {course.threshold ? `Promised: ${course.threshold.label}. ` : null}
          {course.broken > 0 ? `${plural(course.broken, "day")} broke it (red squares). ` : null}
          {course.most > 0 && ofWhat ? `Beneath: ${ofWhat}, at most ${count(Math.round(course.most))}. ` : null}
          {course.points.some(({ events }) => events.length > 0) ? "A wedge marks what happened. " : null}
          {caption}
        </figcaption>
      </div>
      <div id={`${id}-table`} hidden={!table}>
        <AsTable title={title} course={course} ofWhat={ofWhat} />
      </div>
    </figure>
  );
}

function summary(title: string, { points, threshold, broken }: Course): string {
  const known = points.filter(({ value }) => value !== null);
  const last = known.at(-1);
  if (!last) return `${title}: nothing was measured.`;
  const promised = threshold ? ` Promised: ${threshold.label}; ${plural(broken, "day")} broke it.` : "";
  return `${title}: ${plural(known.length, "day")} measured, the last at ${last.says}.${promised}`;
}

function AsTable({ title, course, ofWhat }: { title: string; course: Course; ofWhat?: string }) {
  return (
    <Table caption={title} dense className="mt-1">
      <thead>
        <tr>
          <Th>Day (UTC)</Th>
          <Th num>Value</Th>
          {ofWhat ? <Th num>Of {ofWhat}</Th> : null}
          <Th>State</Th>
          <Th>What happened</Th>
        </tr>
      </thead>
      <tbody>
        {[...course.points].reverse().map(({ day, says, of, broken, value, provisional, events }) => (
          <tr key={day}>
            <Th scope="row" className="whitespace-nowrap">
              {day}
              {provisional ? <span className="text-ink-3"> so far</span> : null}
            </Th>
            <Td num>{says}</Td>
            {ofWhat ? <Td num>{of === null ? "" : count(Math.round(of))}</Td> : null}
            <Td>{value === null ? "no data" : broken === null ? "within" : "breached"}</Td>
            <Td>{events.join("; ")}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
