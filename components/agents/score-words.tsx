import type { PactNow } from "./authority-now";

const points = (value: number) => value.toFixed(1);

/** How each pact's score comes about: 100, less what each clause costs, held down at last by the weakest critical clause. */
export function ScoreWords({ pacts }: { pacts: readonly PactNow[] }) {
  return pacts.map((pact) => {
    if (pact.score === null) return null;
    const costly = pact.clauses
      .filter(({ pointsLost }) => (pointsLost ?? 0) >= 0.05)
      .sort((a, b) => (b.pointsLost ?? 0) - (a.pointsLost ?? 0));
    const before = 100 - pact.clauses.reduce((sum, { pointsLost }) => sum + (pointsLost ?? 0), 0);
    const cap = pact.clauses.find(({ key }) => key === pact.cappedBy);
    return (
      <p key={pact.pact} className="mt-3 max-w-measure text-sm text-ink-2">
        {pacts.length > 1 ? `${pact.title}: s` : "S"}core {points(pact.score)}. 100
        {costly.map(({ key, title, pointsLost }) => (
          <span key={key}>
            , less {points(pointsLost ?? 0)} for <em>{title}</em>
          </span>
        ))}
        {costly.length > 0 ? `, is ${points(before)}` : ""}
        {cap ? (
          <>
            ; never above {points(cap.score ?? 0)}, what <em>{cap.title}</em>, a critical clause, has
          </>
        ) : null}
        .
      </p>
    );
  });
}
