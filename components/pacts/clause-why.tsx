import Link from "next/link";
import { quoted } from "@/components/trust/because-tree";
import { ToneNote } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import type { ClauseReport, StandingTrigger } from "@/lib/domain/standing";
import { acting } from "./acting";

export interface ClauseWhyProps {
  pact: string;
  agent: string;
  report: ClauseReport;
}

/** Why a clause stands as it does, in the sentences that decisions give; and what one can do about it. */
export function ClauseWhy({ pact, agent, report }: ClauseWhyProps) {
  const { triggers, standing, title, key } = report;
  return acting(triggers).map((trigger) => (
    <ToneNote key={`${trigger.trigger} ${trigger.at ?? ""}`} tone={trigger.override ? "waived" : standing}>
      {quoted(trigger.says, title)}
      {trigger.since ? (
        <>
          {" "}
          Since <When at={trigger.since} form="absolute" plain />.
        </>
      ) : null}{" "}
      <Remedies pact={pact} agent={agent} clause={key} trigger={trigger} />
    </ToneNote>
  ));
}

interface RemediesProps {
  pact: string;
  agent: string;
  clause: string;
  trigger: StandingTrigger;
}

function Remedies({ pact, agent, clause, trigger }: RemediesProps) {
  if (trigger.override) return <Link href={`/overrides?view=active&peek=${trigger.override}`}>See the override</Link>;
  if (trigger.trigger === "incident") return <Link href={`/agents/${agent}#incidents`}>See the incident</Link>;
  if (trigger.trigger === "budget") return <Link href={`/pacts/${pact}/history?of=overrides`}>See the overrides</Link>;
  return (
    <>
      <Link href={`/freshness?clause=${pact}/${clause}&submit=true`}>Submit evidence</Link> or{" "}
      <Link href={`/overrides/new?pact=${pact}&clause=${clause}&trigger=${trigger.trigger}`}>ask for an override</Link>.
    </>
  );
}
