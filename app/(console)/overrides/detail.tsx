import { cache } from "react";
import { ChangeRequest } from "@/components/overrides/change-request";
import { EndOverride } from "@/components/overrides/end-override";
import { RatifyWord } from "@/components/overrides/glass";
import { sayState } from "@/components/overrides/override";
import { OverrideDetail } from "@/components/overrides/override-detail";
import { OverrideWord } from "@/components/overrides/override-word";
import { WhoApproves } from "@/components/overrides/who-approves";
import { Mark } from "@/components/trust/mark";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { type Actor, may } from "@/lib/domain/roles";
import { overrideCase } from "@/lib/queries/override-case";
import { endOfDay, whoApproves } from "@/lib/queries/who-approves";
import { amend, approve, deny, ratify, revoke, withdraw } from "./actions";

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

/** One override with the case beside it, who could approve it, and what the reader may say. */
export async function Detail({ actor, id, on, view }: { actor: Actor; id: string; on?: string; view: string }) {
  const one = await caseOf(id);
  const { override, workflow, barred } = one;
  const people = await whoApproves(actor, "override.approve", workflow, on ? endOfDay(on) : undefined);
  return (
    <OverrideDetail of={one}>
      <WhoApproves
        people={people}
        not={[barred.asked, ...(barred.widened ? [barred.widened] : [])]}
        on={on}
        keep={{ view, peek: id }}
      />
      {override.state === "requested" ? <PendingWord actor={actor} of={one} /> : <SettledWord actor={actor} of={one} />}
    </OverrideDetail>
  );
}

/** Why the reader has no word on a request; null: they have. */
function whyNot(actor: Actor, { override, workflow, barred }: Case): string | null {
  if (barred.asked === actor.id) return "You asked for it, so another approver or owner answers.";
  if (barred.widened === actor.id) return "You widened it last, so another approver or owner answers.";
  if (override.approvals.some(({ member }) => member.id === actor.id))
    return "You have approved it; it waits for another approver.";
  return may(actor, "override.approve", workflow) ? null : "An approver or an owner answers.";
}

function PendingWord({ actor, of }: { actor: Actor; of: Case }) {
  const { override, workflow, barred } = of;
  const why = whyNot(actor, of);
  const own = barred.asked === actor.id;
  return (
    <>
      {why ? <p className="mt-7 text-ink-2">{why}</p> : null}
      {may(actor, "override.request", workflow) ? (
        <div className="mt-5 flex flex-wrap gap-2 pb-6">
          <ChangeRequest key={override.hash} override={override} amend={amend} />
          {own ? <EndOverride override={override} act={withdraw} /> : null}
        </div>
      ) : null}
      {why ? null : <OverrideWord key={override.id} override={override} approve={approve} deny={deny} />}
    </>
  );
}

function SettledWord({ actor, of: { override, workflow, barred } }: { actor: Actor; of: Case }) {
  const ends = ["active", "approved", "exhausted"].includes(override.state) && may(actor, "override.revoke", workflow);
  const ratifies =
    override.breakGlass?.ratification === "due" &&
    barred.asked !== actor.id &&
    may(actor, "override.approve", workflow);
  return (
    <>
      {ends ? (
        <div className="mt-5 pb-6">
          <EndOverride override={override} act={revoke} />
        </div>
      ) : null}
      {ratifies ? <RatifyWord key={override.id} id={override.id} ratify={ratify} /> : null}
    </>
  );
}
