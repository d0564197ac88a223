import Link from "next/link";
import { acting } from "@/components/pacts/acting";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { quoted } from "@/components/trust/because-tree";
import { Standing, Verdict } from "@/components/trust/verdict";
import type { PactReport } from "@/lib/domain/standing";
import { MEANS } from "./agent";

export type PactNow = PactReport & { title: string; counterparty: string | null };

/** The authority an agent has under each pact, and why: what people granted, and each clause that takes from it. */
export function AuthorityNow({ agent, pacts }: { agent: string; pacts: readonly PactNow[] }) {
  return (
    <ul>
      {pacts.map((pact) => (
        <li key={pact.pact} className="border-b border-line py-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <p className="text-sm">
              <Link href={`/pacts/${pact.pact}`} className="font-medium">
                {pact.title}
              </Link>{" "}
              <span className="text-ink-3">
                version {pact.version}
                {pact.mode === "shadow" ? ", in shadow" : ""}
                {pact.counterparty ? `, for ${pact.counterparty}` : ""}
              </span>
            </p>
            <AuthorityGauge {...pact.authority} detail />
          </div>
          {pacts.length > 1 ? (
            <p className="recital mt-2">
              {agent} {MEANS[pact.authority.effective]}.
            </p>
          ) : null}
          <Causes pact={pact} />
        </li>
      ))}
    </ul>
  );
}

function Causes({ pact }: { pact: PactNow }) {
  const causes = pact.clauses.flatMap((clause) => acting(clause.triggers).map((trigger) => ({ clause, trigger })));
  if (causes.length === 0) {
    const { granted, effective } = pact.authority;
    const why = granted === "full" ? "Every clause is met." : `People granted ${granted}; every clause is met.`;
    return <p className="mt-1 text-sm text-ink-2">{effective === granted ? why : "It was lowered by its grant."}</p>;
  }
  return (
    <ul className="tree mt-2 text-sm">
      <li>
        Because
        <ul>
          {causes.map(({ clause, trigger }) => (
            <li key={`${clause.key} ${trigger.trigger} ${trigger.at ?? ""}`}>
              {trigger.override ? <Standing standing="waived" /> : <Verdict verdict={trigger.consequence} />}{" "}
              <Link href={`/pacts/${pact.pact}#${clause.key}`} className="no-underline hover:underline">
                {quoted(trigger.says, clause.title)}
              </Link>
            </li>
          ))}
        </ul>
      </li>
    </ul>
  );
}
