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
  away: { verdict: string; risk: string; revision: number; ageSeconds: number } | null;
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

/** What happened, in a sentence. Without the database an agent was answered, which may have been no. */
function Headline({ of: { kind, agent, action, away } }: { of: ExceptionShown }) {
  const [who, what] = [agent, action].map((name) => (
    <b key={name} className="font-semibold">
      {name}
    </b>
  ));
  if (away)
    return (
      <h1 className="held">
        {who} was answered <b className="font-semibold">{away.verdict}</b> for {what} while the database was away.
      </h1>
    );
  return (
    <h1 className="held">
      {who} {kind === "break_glass" ? "was let do" : "did"} {what} outside its pacts:{" "}
      {EXCEPTION_NAMES[kind].toLowerCase()}.
    </h1>
  );
}

/** One exception: what ran outside a pact, when, and where it is written. */
export function ExceptionDetail({ of }: { of: ExceptionShown & { number: number | null } }) {
  const { kind, at, decision, override, away, says, number } = of;
  return (
    <>
      <Headline of={of} />
      <p className="mt-2 text-ink-2">
        <When at={at} form="absolute" />
      </p>
      {says ? <p className="recital mt-5 border-l-2 border-line-strong pl-4">{says}</p> : null}
      <Facts
        className="mt-5 pb-6"
        items={[
          ["kind", EXCEPTION_NAMES[kind]],
          ...(away
            ? [
                ["risk", away.risk] as const,
                [
                  "answered on",
                  `revision ${away.revision}, held against the database ${away.ageSeconds} s before`,
                ] as const,
              ]
            : []),
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
