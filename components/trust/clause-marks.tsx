import { Glyph, type StandingWord } from "./mark";

const ORDER: readonly StandingWord[] = ["met", "breached", "stale", "unproven", "waived"];

/** `4 met, 1 breached`: standings counted, in words. */
export function standingSummary(standings: readonly StandingWord[]): string {
  const parts = ORDER.flatMap((word) => {
    const n = standings.filter((each) => each === word).length;
    return n > 0 ? [`${n} ${word}`] : [];
  });
  return parts.length > 0 ? parts.join(", ") : "no clauses";
}

/** The standings of a pact's clauses in one line of shapes, each with its words on hover; the summary is read aloud. */
export function ClauseMarks({
  clauses,
}: {
  clauses: readonly { key: string; title: string; standing: StandingWord }[];
}) {
  const summary = standingSummary(clauses.map((clause) => clause.standing));
  return (
    <span className="inline-flex h-5 items-center gap-1" title={summary}>
      {clauses.map((clause) => (
        <span
          key={clause.key}
          data-tone={clause.standing}
          style={{ color: "var(--c)" }}
          title={`${clause.title}: ${clause.standing}`}
        >
          <Glyph tone={clause.standing} />
        </span>
      ))}
      <span className="sr-only">{summary}</span>
    </span>
  );
}
