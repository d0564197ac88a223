import { PactSteps } from "@/components/pacts/pact-steps";
import { SimulatePanel } from "@/components/simulate/simulate-panel";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import type { PactDetail } from "@/lib/queries/pact";
import { pactComments } from "@/lib/queries/pact-comments";
import { pactUndoes } from "@/lib/queries/pact-undoes";
import { submit } from "../../freshness/actions";
import { approveDraft, publishDraft, submitDraft, withdrawDraft } from "../actions";

/** A version that is not published yet: its checks, approvals and next step, and what it would do. */
export async function DraftSteps({ pact, comparing }: { pact: PactDetail; comparing?: boolean }) {
  const actor = await currentActor();
  const { pact: slug, version, hash, workflow, document, checks } = pact;
  const [undoes, comments] = await Promise.all([pactUndoes(actor, slug), pactComments(actor, slug, version, hash)]);
  const titles = Object.fromEntries(document.clauses.map(({ key, title }) => [key, title]));
  const named = (keys: readonly string[] = []) => keys.map((key) => ({ key, title: titles[key] ?? key }));
  return (
    <>
      <PactSteps
        pact={slug}
        hash={hash}
        version={version}
        agent={pact.agent}
        state={pact.state as "draft" | "in_review"}
        editedBy={pact.editedBy}
        reader={{ id: actor.id, role: actor.role }}
        may={{
          write: may(actor, "pact.write", workflow),
          approve: may(actor, "pact.approve", workflow),
          publish: may(actor, "pact.publish", workflow),
        }}
        approvals={pact.approvals}
        needed={pact.approvalsNeeded}
        holes={checks?.holes ?? []}
        warnings={checks?.warnings ?? []}
        missing={named(checks?.missing)}
        reworded={named(checks?.reworded)}
        live={pact.live?.version ?? null}
        undoes={undoes}
        comments={comments.filter(({ settledBy }) => settledBy === null).length}
        comparing={comparing}
        submitEvidence={may(actor, "evidence.record", workflow) ? submit : undefined}
        acts={{ submit: submitDraft, approve: approveDraft, withdraw: withdrawDraft, publish: publishDraft }}
      />
      <SimulatePanel pact={slug} version={version} hash={hash} missing={checks?.missing ?? []} titles={titles} />
    </>
  );
}
