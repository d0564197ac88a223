import Link from "next/link";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { Happened, type Happening } from "@/components/trust/happened";
import { Standing } from "@/components/trust/verdict";
import { Section } from "@/components/ui/section";
import type { ClauseReport, PactReport } from "@/lib/domain/standing";

export interface PactSideProps {
  report: Pick<PactReport, "authority" | "score" | "clauses"> | null;
  timeline: readonly Happening[];
  /** Where all of it is. */
  historyHref: string;
}

/** The readings beside a contract: authority, standing clause by clause, what happened. */
export function PactSide({ report, timeline, historyHref }: PactSideProps) {
  return (
    <aside className="pact-side flex flex-col gap-8" aria-label="Readings">
      {report ? (
        <>
          <Section title="Authority" aside={report.score === null ? undefined : `score ${report.score}`}>
            <p className="border-b border-line py-2.5 text-sm">
              <AuthorityGauge {...report.authority} detail />
            </p>
          </Section>
          <Section title="Standing">
            <ol>
              {report.clauses.map((clause, index) => (
                <StandingRow key={clause.key} clause={clause} number={index + 1} />
              ))}
            </ol>
          </Section>
        </>
      ) : null}
      <Section title="Timeline" aside={<Link href={historyHref}>Whole history</Link>}>
        <Happened entries={timeline} />
      </Section>
    </aside>
  );
}

function StandingRow({ clause, number }: { clause: ClauseReport; number: number }) {
  return (
    <li className="flex items-center justify-between gap-3 border-b border-line py-1.5 text-sm">
      <a href={`#${clause.key}`} className="flex min-w-0 gap-3 no-underline hover:underline">
        <span className="text-ink-3">{number}</span>
        <span className="truncate">{clause.title}</span>
      </a>
      <Standing standing={clause.standing} />
    </li>
  );
}
