"use client";
import type { RefCallback } from "react";
import { ClauseName } from "@/components/trust/text";
import { Verdict } from "@/components/trust/verdict";
import { absolute, clock, day } from "@/components/trust/words";
import { Table, Td, Th } from "@/components/ui/table";
import type { ListedDecision } from "@/lib/domain/present";
import { amountOf, reasonOf, resourceText, type Titles } from "./telling";

export interface ListProps {
  rows: readonly ListedDecision[];
  titles: Titles;
  /** Id of the decision that is looked at. */
  open: string | undefined;
  /** The address of a row, so that it opens in another tab too. */
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  /** Days are told where the view is longer than one. */
  withDay: boolean;
  now: number;
  /** Only one agent is in view: its name is in the filters, not in each row. */
  oneAgent: boolean;
  rowRef: (id: string) => RefCallback<HTMLAnchorElement>;
}

/** Decisions, newest first, a row each; the action is the link that opens the peek. */
export function DecisionList(props: ListProps) {
  const { rows, oneAgent } = props;
  const amounts = rows.map(({ request }) => amountOf(request));
  const currencies = new Set(amounts.flatMap((amount) => (amount ? [amount.currency] : [])));
  const currency = currencies.size === 1 ? [...currencies][0] : "";
  const withResource = rows.some(({ request }) => request.resource !== undefined);
  return (
    <Table caption="Decisions, newest first" dense stack selectable className="decision-rows">
      <thead>
        <tr>
          <Th>Time</Th>
          <Th>Verdict</Th>
          <Th>Action</Th>
          {oneAgent ? null : <Th data-cell="agent">Agent</Th>}
          {withResource ? <Th>Resource</Th> : null}
          {currencies.size > 0 ? <Th num>{currency || "Amount"}</Th> : null}
          <Th>Because</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((decision, index) => (
          <Row
            key={decision.id}
            {...props}
            decision={decision}
            amount={amounts[index] ?? null}
            columns={{ resource: withResource, amount: currencies.size > 0, currency: currency === "" }}
          />
        ))}
      </tbody>
    </Table>
  );
}

type RowProps = ListProps & {
  decision: ListedDecision;
  amount: ReturnType<typeof amountOf>;
  columns: { resource: boolean; amount: boolean; currency: boolean };
};

function Row({ decision, amount, columns, open, hrefOf, onOpen, withDay, now, oneAgent, titles, rowRef }: RowProps) {
  const { request } = decision;
  const id = decision.id ?? "";
  const at = Date.parse(decision.decidedAt);
  const today = day(at) === day(now);
  return (
    // The link inside is what keyboards and assistive technology use; the rest of the row is a larger target for it.
    <tr
      aria-selected={open === id || undefined}
      className="cursor-pointer"
      onClick={(event) => {
        if (!event.defaultPrevented && !window.getSelection()?.toString()) onOpen(id);
      }}
    >
      <Td data-cell="when" className="mono whitespace-nowrap text-ink-2">
        <time dateTime={decision.decidedAt} title={absolute(at)}>
          {withDay && !today ? `${day(at, now)} ` : ""}
          {clock(at)}
        </time>
      </Td>
      <Td data-cell="verdict" className="whitespace-nowrap">
        <Verdict verdict={decision.verdict} permitted={decision.permitted} pending={decision.status === "pending"} />
        {decision.settlements.length > 0 ? (
          <>
            {" "}
            <Verdict verdict="settle" />
          </>
        ) : null}
      </Td>
      <Td data-cell="action" className="max-w-56">
        <a
          ref={rowRef(id)}
          href={hrefOf(id)}
          className="block truncate font-medium no-underline hover:underline focus-visible:-outline-offset-2"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(id);
          }}
          onKeyDown={(event) => {
            if (event.key !== " ") return;
            event.preventDefault();
            onOpen(id);
          }}
        >
          {request.action}
        </a>
      </Td>
      {oneAgent ? null : (
        <Td data-cell="agent" className="max-w-36 truncate text-ink-2">
          {request.agent}
        </Td>
      )}
      {columns.resource ? (
        <Td data-cell="resource" className="clip sm:w-1/2!" title={resourceText(request)}>
          {resourceText(request)}
        </Td>
      ) : null}
      {columns.amount ? (
        <Td num data-cell="amount" className="whitespace-nowrap">
          {amount?.figures}
          {amount && columns.currency && amount.currency ? (
            <span className="text-ink-3"> {amount.currency}</span>
          ) : null}
        </Td>
      ) : null}
      <Reason decision={decision} titles={titles} half={columns.resource} />
    </tr>
  );
}

function Reason({ decision, titles, half }: { decision: ListedDecision; titles: Titles; half: boolean }) {
  const reason = reasonOf(decision, titles);
  const away = decision.degradedMode === true;
  if (!reason)
    return (
      <Td data-cell="why" className="clip">
        {away ? "Database away" : null}
      </Td>
    );
  return (
    <Td data-cell="why" className={half ? "clip sm:w-1/2!" : "clip"} title={decision.because[0]?.says}>
      {reason.clause ? <ClauseName>{reason.name}</ClauseName> : reason.name}
      {away && decision.because[0]?.trigger !== "away" ? <span className="text-ink-2">, database away</span> : null}
      {reason.waived ? <span className="text-ink-2">, waived</span> : null}
      {reason.others > 0 ? <span className="text-ink-3"> +{reason.others}</span> : null}
    </Td>
  );
}
