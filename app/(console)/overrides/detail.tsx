import { cache } from "react";
import { RatifyWord } from "@/components/overrides/glass";
import { sayState } from "@/components/overrides/override";
import { OverrideDetail } from "@/components/overrides/override-detail";
import { OverrideWord, RevokeOverride } from "@/components/overrides/override-word";
import { WhoApproves } from "@/components/overrides/who-approves";
import { Mark } from "@/components/trust/mark";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { type Actor, may } from "@/lib/domain/roles";
import { overrideCase } from "@/lib/queries/override-case";
import { whoApproves } from "@/lib/queries/who-approves";
import { approve, deny, ratify, revoke, withdraw } from "./actions";

/** Read once for the head and the body of the peek. */
const caseOf = cache(async (id: string) => found(overrideCase(await currentActor(), id)));
type Case = Awaited<ReturnType<typeof overrideCase>>;

export async function State({ id }: { id: string }) {
  const { override } = await caseOf(id);
  return (
    <Mark tone={override.state === "active" || override.state === "requested" ? "waived" : "todo"} chip>
      {sayState(override)}
    </Mark>
  );
}

/** The end of a day, UTC. */
const endOf = (day: string) => Date.parse(`${day}T23:59:59.999Z`);

/** One override with the case beside it, who could approve it, and what the reader may say. */
export async function Detail({ actor, id, on }: { actor: Actor; id: string; on?: string }) {
  const one = await caseOf(id);
  const { override, workflow } = one;
  const people = await whoApproves(actor, "override.approve", workflow, on ? endOf(on) : undefined);
  return (
    <OverrideDetail of={one}>
      <WhoApproves
        people={people}
        not={[override.requestedBy.id]}
        on={on}
        keep={{ view: override.state === "requested" ? undefined : "over", peek: id }}
      />
      <Word actor={actor} override={override} workflow={workflow} />
    </OverrideDetail>
  );
}

function Word({ actor, override, workflow }: { actor: Actor } & Pick<Case, "override" | "workflow">) {
  const pending = override.state === "requested";
  const own = override.requestedBy.id === actor.id;
  const given = override.approvals.some(({ member }) => member.id === actor.id);
  const decides = may(actor, "override.approve", workflow);
  const holds = override.state === "active" || override.state === "approved";
  const revokes = may(actor, "override.revoke", workflow) && (pending || holds);
  if (pending && !own && !given && decides)
    return <OverrideWord key={override.id} override={override} approve={approve} deny={deny} />;
  const why = !pending
    ? null
    : own
      ? "You asked for it, so another approver or owner answers."
      : given
        ? "You have approved it; it waits for another approver."
        : "An approver or an owner answers.";
  return (
    <>
      {why ? <p className="mt-7 pb-6 text-ink-2">{why}</p> : null}
      {pending && own ? (
        <RevokeOverride override={override} revoke={withdraw} />
      ) : revokes ? (
        <RevokeOverride override={override} revoke={revoke} />
      ) : null}
      {override.breakGlass?.ratification === "due" && !own && decides ? (
        <RatifyWord key={override.id} id={override.id} ratify={ratify} />
      ) : null}
    </>
  );
}
