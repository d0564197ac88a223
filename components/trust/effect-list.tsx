import type { ReactNode } from "react";
import { money } from "@/components/exposure/exposure";
import type { Verdict as VerdictName } from "@/lib/domain/decision";
import type { Money } from "@/lib/domain/exposure";
import { Verdict } from "./verdict";
import { plural } from "./words";

/** Recent requests decided again, without a change and with it. */
export interface Effect {
  replayed: number;
  permittedNow: number;
  permittedThen: number;
  changed: number;
  flips: readonly { from: VerdictName; to: VerdictName; count: number }[];
  money: readonly Money[];
}

/** What a change would do to recent requests: which verdicts become which, how many more are permitted, over how much. */
export function EffectList({ of, children }: { of: Effect; children?: ReactNode }) {
  const { replayed, permittedNow, permittedThen, changed, flips, money: sums } = of;
  return (
    <>
      <dl className="mt-2">
        {flips.map(({ from, to, count }) => (
          <div key={`${from} ${to}`} className="flex items-baseline justify-between gap-4 border-b border-line py-2">
            <dt className="flex items-baseline gap-2">
              <Verdict verdict={from} /> <span className="sr-only">becomes</span>
              <span aria-hidden="true">→</span> <Verdict verdict={to} />
            </dt>
            <dd className="font-medium">{plural(count, "decision")}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-ink-2">
        {changed === 0
          ? `None of ${plural(replayed, "request")} would be answered otherwise.`
          : `${changed} of ${plural(replayed, "request")} would have another verdict: ${permittedNow === permittedThen ? `${permittedThen} permitted as before` : `${permittedThen} permitted instead of ${permittedNow}`}.`}
        {sums.length > 0 ? ` Newly permitted: ${sums.map(money).join(" and ")}.` : ""} {children}
      </p>
    </>
  );
}
