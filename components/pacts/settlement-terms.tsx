import { ClauseName, Money } from "@/components/trust/text";
import { duration } from "@/components/trust/words";
import type { Clause, PactDocument } from "@/lib/domain/pact";

type Settlement = NonNullable<PactDocument["settlement"]>;

/** What is held and forfeited, clause by clause. */
export function SettlementTerms({ settlement, clauses }: { settlement: Settlement; clauses: readonly Clause[] }) {
  const { currency, disputeWindow } = settlement;
  return (
    <p className="recital">
      {Object.entries(settlement.clauses).map(([key, { hold, penalty }]) => (
        <span key={key}>
          {hold === undefined ? null : (
            <>
              <Money minor={hold} currency={currency} /> is held{" "}
            </>
          )}
          {hold === undefined || penalty === undefined ? null : "and "}
          {penalty === undefined ? null : (
            <>
              <Money minor={penalty} currency={currency} /> is forfeited on a breach{" "}
            </>
          )}
          for <ClauseName>{clauses.find((clause) => clause.key === key)?.title ?? key}</ClauseName>.{" "}
        </span>
      ))}
      A breach may be disputed within {duration(disputeWindow)}.
    </p>
  );
}
