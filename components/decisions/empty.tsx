"use client";
import Link from "next/link";
import { Verdict } from "@/components/trust/verdict";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/page-parts";
import { Table, Td, Th } from "@/components/ui/table";
import type { DecisionRequest } from "@/lib/domain/decision";
import { asCurl } from "./telling";

/** Nothing was ever asked: what a decision is, one drawn, and the call that makes the first. */
export function NothingAsked({ example, origin }: { example: DecisionRequest | null; origin: string }) {
  const request: DecisionRequest = example
    ? { ...example, context: { amount: 20, currency: "EUR" } }
    : { agent: "refund-bot", action: "payments.refund", context: { amount: 20, currency: "EUR" } };
  const curl = asCurl(request, origin, false);
  return (
    <EmptyState
      sentence="Before each consequential step an agent asks here and gets a verdict with its reasons. Nothing has been asked yet; the first answer appears on this page within seconds."
      example={
        <div className="max-w-measure">
          <Table caption="An example of a decision" dense>
            <thead>
              <tr>
                <Th>Time</Th>
                <Th>Verdict</Th>
                <Th>Action</Th>
                <Th num>EUR</Th>
                <Th>Because</Th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <Td className="mono text-ink-2">14:17:30</Td>
                <Td>
                  <Verdict verdict="degrade" permitted={false} />
                </Td>
                <Td>{request.action}</Td>
                <Td num>120.00</Td>
                <Td>
                  <em>Cites its source</em>
                </Td>
              </tr>
            </tbody>
          </Table>
        </div>
      }
      command={
        <div>
          <p className="mb-1 flex items-center justify-between text-xs">
            The first call, with a key of yours in $SURETY_KEY
            <CopyButton text={curl} what="the call">
              Copy
            </CopyButton>
          </p>
          <pre className="code text-ink">{curl}</pre>
        </div>
      }
      action={
        <ButtonLink href="/settings" variant="primary">
          Make a key
        </ButtonLink>
      }
    />
  );
}

/** Decisions there are, but none of this view. */
export function NothingMatches({
  filtered,
  everythingHref,
  widerHref,
}: {
  filtered: boolean;
  everythingHref: string;
  widerHref: string | null;
}) {
  return (
    <EmptyState
      sentence={
        filtered
          ? "No decision of this stretch of time matches these filters."
          : "No decision was asked for in this stretch of time."
      }
      action={
        <p className="flex flex-wrap gap-x-4">
          {filtered ? <Link href={everythingHref}>Take the filters away</Link> : null}
          {widerHref ? <Link href={widerHref}>Look at 30 days</Link> : null}
        </p>
      }
    />
  );
}
