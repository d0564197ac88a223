import { cache } from "react";
import { onProbation, sayGrant } from "@/components/grants/grant";
import { GrantCase } from "@/components/grants/grant-case";
import { GrantAct, GrantWord } from "@/components/grants/grant-word";
import { WhoApproves } from "@/components/overrides/who-approves";
import { Mark } from "@/components/trust/mark";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { type Actor, may } from "@/lib/domain/roles";
import { grantById } from "@/lib/queries/grant-case";
import { endOfDay, whoApproves } from "@/lib/queries/who-approves";
import { approve, confirm, deny, withdraw } from "./actions";

/** Read once for the head and the body. */
export const grantOf = cache(async (id: string) => found(grantById(await currentActor(), id)));

export async function GrantMark({ id }: { id: string }) {
  const grant = await grantOf(id);
  const holds = grant.state === "active" || grant.state === "requested";
  return (
    <Mark tone={holds ? "waived" : "todo"} chip>
      {sayGrant(grant)}
    </Mark>
  );
}

interface Props {
  actor: Actor;
  id: string;
  /** A past day, `YYYY-MM-DD`, that is asked about. */
  on?: string;
  /** Fields of the address that stay. */
  keep?: Readonly<Record<string, string | undefined>>;
}

/** One request for authority with the case beside it, who could grant it, and what the reader may say. */
export async function GrantDetail({ actor, id, on, keep = {} }: Props) {
  const grant = await grantOf(id);
  const people = await whoApproves(actor, "grant.approve", grant.workflow, on ? endOfDay(on) : undefined);
  return (
    <GrantCase grant={grant} of={grant.case}>
      <WhoApproves people={people} not={[grant.requestedBy.id]} on={on} keep={keep} />
      <Word actor={actor} grant={grant} />
    </GrantCase>
  );
}

function Word({ actor, grant }: { actor: Actor; grant: Awaited<ReturnType<typeof grantOf>> }) {
  const own = grant.requestedBy.id === actor.id;
  const decides = may(actor, "grant.approve", grant.workflow);
  if (onProbation(grant)) {
    if (decides && !own) return <GrantAct grant={grant} act={confirm} kind="confirm" />;
    return <p className="mt-7 pb-6 text-ink-2">An approver or an owner who did not ask for it confirms it.</p>;
  }
  if (grant.state !== "requested") return null;
  const given = grant.approvals.some(({ member }) => member.id === actor.id);
  if (decides && !own && !given) return <GrantWord key={grant.id} grant={grant} approve={approve} deny={deny} />;
  const why = own
    ? "You asked for it, so another approver or owner answers."
    : given
      ? "You have approved it; it waits for another approver."
      : "An approver or an owner answers.";
  return (
    <>
      <p className="mt-7 pb-6 text-ink-2">{why}</p>
      {own ? <GrantAct grant={grant} act={withdraw} kind="withdraw" /> : null}
    </>
  );
}
