import Link from "next/link";
import { Mark } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { Facts } from "@/components/ui/section";

export interface ExceptionShown {
  id: string;
  kind: "break_glass" | "ungoverned" | "fail_open";
  agent: string;
  action: string;
  at: string;
  decision: string | null;
  override: string | null;
  says: string | null;
}

const EXCEPTION_NAMES = {
  break_glass: "Break-glass",
  ungoverned: "Ungoverned",
  fail_open: "Answered without the database",
} as const;

/** An exception in two lines of the list. */
export function ExceptionLine({ of: { kind, action } }: { of: ExceptionShown }) {
  return (
    <>
      <Mark tone="block">{EXCEPTION_NAMES[kind]}</Mark>, {action}
    </>
  );
}

/** One exception: what ran outside a pact, when, and where it is written. */
export function ExceptionDetail({ of }: { of: ExceptionShown & { number: number | null } }) {
  const { kind, agent, action, at, decision, override, says, number } = of;
  return (
    <>
      <h1 className="held">
        <b className="font-semibold">{agent}</b> {kind === "break_glass" ? "was let do" : "did"}{" "}
        <b className="font-semibold">{action}</b> outside its pacts: {EXCEPTION_NAMES[kind].toLowerCase()}.
      </h1>
      <p className="mt-2 text-ink-2">
        <When at={at} form="absolute" />
      </p>
      {says ? <p className="recital mt-5 border-l-2 border-line-strong pl-4">{says}</p> : null}
      <Facts
        className="mt-5 pb-6"
        items={[
          ["kind", EXCEPTION_NAMES[kind]],
          ...(number === null
            ? []
            : [["ledger", <LedgerNumber key="l" number={number} href={`/ledger?entry=${number}`} />] as const]),
          ...(override
            ? [
                [
                  "override",
                  <Link key="o" href={`/overrides?view=over&peek=${override}`}>
                    {override}
                  </Link>,
                ] as const,
              ]
            : []),
          ...(decision
            ? [
                [
                  "decision",
                  <Link key="d" href={`/decisions?d=${decision}`}>
                    {decision}
                  </Link>,
                ] as const,
              ]
            : []),
        ]}
      />
    </>
  );
}
