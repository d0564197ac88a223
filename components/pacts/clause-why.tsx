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
  /** A person's word on a latched consequence, where the reader may give it. */
  restore?: (trigger: StandingTrigger) => React.ReactNode;
}

/** Why a clause stands as it does, in the sentences that decisions give; and what one can do about it. */
export function ClauseWhy({ pact, agent, report, restore }: ClauseWhyProps) {
  const { triggers, standing, title, key } = report;
  return acting(triggers).map((trigger) => (
    <ToneNote key={`${trigger.trigger} ${trigger.at ?? ""}`} tone={trigger.override ? "waived" : standing}>
      {quoted(trigger.says, title)}
      {trigger.since ? (
        <>
          {" "}
          Since <When at={trigger.since} form="absolute" />.
        </>
      ) : null}{" "}
      <Remedies pact={pact} agent={agent} clause={key} trigger={trigger} />
      {trigger.latched && restore ? <div className="mt-2">{restore(trigger)}</div> : null}
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
  return (
    <>
      <Link href={`/freshness?clause=${pact}/${clause}&submit=true`}>Submit evidence</Link> or{" "}
      <Link href={`/overrides/new?pact=${pact}&clause=${clause}&trigger=${trigger.trigger}`}>ask for an override</Link>.
    </>
  );
}
