import Link from "next/link";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { count, plural } from "@/components/trust/words";
import type { Flip, MoneyTouched, SimulatedSide } from "@/lib/domain/simulate-shapes";

/** Amounts as requests carry them, by currency. */
export function sayMoney(money: MoneyTouched): string {
  return Object.entries(money)
    .map(([currency, amount]) =>
      new Intl.NumberFormat("en-GB", { style: "currency", currency, maximumFractionDigits: 0 }).format(amount),
    )
    .join(", ");
}

/** Each kind of flip: from what to what, how many, how much money, and decisions to open. */
export function Flips({ flips }: { flips: readonly Flip[] }) {
  if (flips.length === 0) return null;
  return (
    <ul className="mt-4 border-t border-line" aria-label="What would be answered differently">
      {flips.map((flip) => (
        <li
          key={`${flip.from.verdict} ${flip.from.permitted} ${flip.to.verdict} ${flip.to.permitted}`}
          className="border-b border-line py-3"
        >
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <Side {...flip.from} />
            <span aria-hidden="true">→</span>
            <span className="sr-only">becomes</span>
            <Side {...flip.to} />
            <span className="ml-auto text-right">
              <span className="font-medium">{plural(flip.count, "decision")}</span>
              <span className="text-ink-2">, {flip.direction}</span>
              {sayMoney(flip.money) ? <span className="text-ink-2">, {sayMoney(flip.money)}</span> : null}
            </span>
          </div>
          <Examples examples={flip.examples} />
        </li>
      ))}
    </ul>
  );
}

/** A review is held for a person; a degraded request fits the limits or not; the others say it themselves. */
function Side({ verdict, permitted }: Flip["from"]) {
  return (
    <Verdict
      verdict={verdict}
      permitted={verdict === "degrade" ? permitted : undefined}
      pending={verdict === "review"}
    />
  );
}

function Examples({ examples }: { examples: Flip["examples"] }) {
  return (
    <details className="mt-1 text-sm">
      <summary className="label cursor-pointer">{plural(examples.length, "example")}</summary>
      <ul className="mt-1">
        {examples.map(({ id, at, action, says }) => (
          <li key={id} className="py-1 wrap-anywhere">
            <Link href={`/decisions?d=${id}`} className="mono">
              {action}
            </Link>{" "}
            <span className="text-ink-3">
              <When at={at} plain />
            </span>
            {says ? <span className="block text-ink-2">{says}</span> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Whom the flips touch, where it is more than one agent. */
export function AgentsTouched({ agents }: Pick<SimulatedSide, "agents">) {
  const touched = agents.filter(({ flipped }) => flipped > 0);
  if (touched.length === 0) return null;
  const said = touched.map(({ agent, flipped, decisions }) => `${agent} ${count(flipped)} of ${count(decisions)}`);
  return <>Agents touched: {said.join(", ")}. </>;
}
