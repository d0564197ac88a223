"use client";
import Link from "next/link";
import type { MouseEvent } from "react";
import { Mark } from "@/components/trust/mark";
import { useNow } from "@/components/trust/now";
import { When } from "@/components/trust/when";
import { plural, span } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import { type FreshnessItem, type FreshnessLanes, isDue, LANES, type Lane } from "@/lib/domain/freshness-board";
import { axisSpan, keyOf, piecesOf, sayGates } from "./board";
import { type RequestAct, RequestEvidence } from "./request-evidence";

export interface FreshnessTableProps {
  board: FreshnessLanes;
  teams: Readonly<Record<string, string>>;
  selected?: FreshnessItem;
  /** A peek stands beside it: only the clause, the axis and the time left. */
  compact: boolean;
  hrefOf: (item: FreshnessItem) => string;
  /** Looks at an item without reading the page again. */
  onLook: (item: FreshnessItem) => void;
  onSubmit?: (item: FreshnessItem) => void;
  /** Absent: the reader may not ask for evidence. */
  request?: RequestAct;
}

const HEADS: Record<Lane, { title: string; note: string; mark?: "unproven" | "stale" }> = {
  missing: { title: "Missing", note: "No passing record counts.", mark: "unproven" },
  stale: { title: "Stale", note: "Its consequence acts now.", mark: "stale" },
  day: { title: "Within 24 hours", note: "" },
  week: { title: "This week", note: "" },
  fresh: { title: "Fresh", note: "" },
};

const actsOn = ({ compact, onSubmit, request }: FreshnessTableProps) => !compact && (onSubmit || request) !== undefined;

/** Lanes by the time that is left, every clause a bar on one time axis with a line for now. */
export function FreshnessTable(props: FreshnessTableProps) {
  const { board, compact } = props;
  const half = axisSpan(board.items);
  return (
    <table className="fresh mt-8" data-compact={compact || undefined}>
      <caption className="sr-only">Clauses with evidence, by the time that is left</caption>
      <thead>
        <tr>
          <th scope="col" className="fresh-name">
            Clause
          </th>
          {compact ? null : (
            <>
              <th scope="col" className="fresh-gate">
                What it gates
              </th>
              <th scope="col" className="fresh-owner">
                Owner
              </th>
            </>
          )}
          <th scope="col" className="fresh-axis">
            <Ticks half={half} />
          </th>
          {compact ? null : (
            <th scope="col" className="fresh-age">
              Age
            </th>
          )}
          <th scope="col" className="fresh-left">
            Time left
          </th>
          {actsOn(props) ? (
            <th scope="col" className="fresh-act">
              <span className="sr-only">Request or submit evidence</span>
            </th>
          ) : null}
        </tr>
      </thead>
      {LANES.map((lane) => (
        <LaneRows key={lane} {...props} lane={lane} half={half} />
      ))}
    </table>
  );
}

function Ticks({ half }: { half: number }) {
  return (
    <span className="fresh-ticks">
      <span className="sr-only">Age and window on a time axis, </span>
      <span data-tick="from" style={{ left: 0 }}>
        {span(half)} ago
      </span>
      <span data-tick="now" style={{ left: "50%" }}>
        now
      </span>
      <span data-tick="to" style={{ left: "100%" }}>
        in {span(half)}
      </span>
    </span>
  );
}

function LaneRows({ lane, half, ...props }: FreshnessTableProps & { lane: Lane; half: number }) {
  const items = props.board.items.filter((item) => item.lane === lane);
  if (items.length === 0) return null;
  const { title, note, mark } = HEADS[lane];
  return (
    <tbody>
      <tr className="fresh-lane">
        <th colSpan={props.compact ? 3 : actsOn(props) ? 7 : 6} scope="rowgroup">
          {mark ? <Mark tone={mark}>{title}</Mark> : <span className="font-medium">{title}</span>}
          <span className="label ml-3">
            {plural(items.length, "clause")}
            {note ? `. ${note}` : ""}
          </span>
        </th>
      </tr>
      {items.map((item) => (
        <Row key={keyOf(item)} {...props} item={item} half={half} />
      ))}
    </tbody>
  );
}

function Row(props: FreshnessTableProps & { item: FreshnessItem; half: number }) {
  const { item, half, teams, selected, compact } = props;
  const now = useNow();
  const age = item.observedAt === null ? null : now - Date.parse(item.observedAt);
  const window = span(item.windowMs);
  return (
    <tr aria-selected={item === selected || undefined}>
      <Name {...props} />
      {compact ? null : (
        <>
          <td className="fresh-gate">{sayGates(item)}</td>
          <td className="fresh-owner">{teams[item.owner] ?? item.owner}</td>
        </>
      )}
      <td className="fresh-axis">
        <Bar item={item} now={now} half={half} />
      </td>
      {compact ? null : (
        <td className="fresh-age">{age === null ? `none of ${window}` : `${span(age)} of ${window}`}</td>
      )}
      <TimeLeft item={item} now={now} />
      {actsOn(props) ? (
        <td className="fresh-act">
          <Next {...props} />
        </td>
      ) : null}
    </tr>
  );
}

/** What helps most: a record where there is none, its owner's attention where one grows old; or that somebody was asked. */
function Next({ item, onSubmit, request }: FreshnessTableProps & { item: FreshnessItem }) {
  if (item.asked)
    return (
      <span className="label">
        Asked <When at={item.asked.at} />
      </span>
    );
  if (request && isDue(item) && item.state !== "missing")
    return <RequestEvidence act={request} clause={item} name={item.title} brief />;
  if (!onSubmit) return null;
  return (
    <Button size="small" onClick={() => onSubmit(item)} aria-label={`Submit evidence for ${item.title}`}>
      Submit
    </Button>
  );
}

function Name({ item, hrefOf, onLook }: Pick<FreshnessTableProps, "hrefOf" | "onLook"> & { item: FreshnessItem }) {
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // another tab or window
    event.preventDefault();
    onLook(item);
  };
  return (
    <th scope="row" className="fresh-name">
      <Link href={hrefOf(item)} onClick={onClick} prefetch={false} className="no-underline hover:underline">
        <em>{item.title}</em>
      </Link>
      <span className="label block">
        {item.agent}
        {item.release ? `, ${item.candidate ? "candidate " : ""}${item.release}` : ""}
      </span>
    </th>
  );
}

function TimeLeft({ item, now }: { item: FreshnessItem; now: number }) {
  if (item.staleAt === null) {
    return <td className="fresh-left text-ink-3">no record{item.release ? ` for ${item.release}` : ""}</td>;
  }
  const left = Date.parse(item.staleAt) - now;
  if (left > 0) return <td className="fresh-left">{span(left, true)}</td>;
  return <td className="fresh-left font-medium">{span(left, true)} over</td>;
}

function Bar({ item, now, half }: { item: FreshnessItem; now: number; half: number }) {
  const pieces = piecesOf(item, now, half);
  return (
    <span className="fresh-bar" aria-hidden="true">
      {pieces.length === 0 ? <span data-piece="none" /> : null}
      {pieces.map(({ kind, left, width }) => (
        <span
          key={kind}
          data-piece={kind}
          style={{ left: `${left.toFixed(3)}%`, width: kind === "end" ? undefined : `${width.toFixed(3)}%` }}
        />
      ))}
    </span>
  );
}
