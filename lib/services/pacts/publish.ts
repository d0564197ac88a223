import type { Entry } from "@/lib/db/change";
import { guarded } from "@/lib/db/guards";
import { lockClauses } from "@/lib/db/lines";
import { freezeOn } from "@/lib/db/metrics";
import type { PactVersionView } from "@/lib/db/rows";
import { isActionName } from "@/lib/domain/action";
import { conflict, invalid } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import { UNSAID_WORKFLOW } from "@/lib/domain/pact-checks";
import { actorRecord } from "@/lib/domain/roles";
import { type VerbContext, verb } from "../verb";
import { checksOf, movedOn, openDraft, pactStepInput, settingsOf } from "./shared";
import { rereadEvidence } from "./shared-evidence";
import { rebindOverrides } from "./shared-overrides";

/**
 * Puts a draft into force and the version before it out of force, in one step.
 * @throws SuretyError invalid, one error per hole; conflict where approvals are missing or the draft has changed
 */
export const publishPact = verb({
  name: "pact.publish",
  permission: "pact.publish",
  input: pactStepInput,
  async work(context, input) {
    const { open, live } = await openDraft(context, input);
    const { pact, version, hash, document } = open;
    // Evidence under way is written under the version it was judged by, or judged by this one.
    await lockClauses(context.tx, context.organisationId, [
      ...clauseKeys(document),
      ...(live ? clauseKeys(live.document) : []),
    ]);
    const { holes, warnings } = await checksOf(context, document, live);
    if (holes.length > 0) throw invalid(holes, "This draft cannot be published yet; see `errors`.");
    await requireNoFreeze(context, document);
    await requireApprovals(context, open);
    const registered = await registerWorkflow(context, document);
    await rereadEvidence(context, document, live?.document ?? null);
    const { missing } = await checksOf(context, document, live);
    await swap(context, open, live);
    const stale = live ? await rebindOverrides(context, version, document, live.document) : [];
    const approvals = open.approvals.filter(({ counts }) => counts).map(({ member }) => member.id);
    const published: Entry = {
      kind: "pact.published",
      subject: `pact/${pact}`,
      payload: { pact, version, hash, supersedes: live?.version ?? null, approvals, missing, staleOverrides: stale },
    };
    // The history keeps what was put into force whole; who is told of it reads it by its hash.
    const entered: Entry = { ...published, payload: { ...published.payload, document } };
    return {
      result: { pact, version, hash, state: "live" as const, supersedes: live?.version ?? null, missing, warnings },
      entries: [entered, ...registered],
      effect: "lowers",
      outbox: [published],
    };
  },
});

const clauseKeys = ({ agent, pact, clauses }: PactDocument) => clauses.map(({ key }) => ({ agent, pact, clause: key }));

async function requireNoFreeze({ tx, organisationId }: VerbContext, { pact, workflow }: PactDocument): Promise<void> {
  const metric = await freezeOn(tx, organisationId, { pact, workflow });
  if (metric === null) return;
  throw conflict(
    `Metric ${metric} is breached and freezes publishing. A person lifts it: POST /api/v1/metrics/${metric}/lift.`,
    "frozen",
  );
}

async function requireApprovals(
  { tx, organisationId }: VerbContext,
  { pact, state, approvals }: PactVersionView,
): Promise<void> {
  const needed = (await settingsOf(tx, organisationId)).approvals;
  const given = approvals.filter(({ counts }) => counts).length;
  if (given < needed) throw tooFew(pact, state, needed, given);
}

function tooFew(pact: string, state: string, needed: number, given: number) {
  const next = state === "draft" ? `Submit it first: POST /api/v1/pacts/${pact}/submit.` : "It waits for an approver.";
  const says = `Publishing needs ${needed} approval${needed === 1 ? "" : "s"} by members who did not write the draft; ${given} given.`;
  return conflict(`${says} ${next}`, "approval_required");
}

/** A pact may name a workflow that nobody has described yet: it is entered as what can be said of it, for all to see. */
async function registerWorkflow({ tx, now, organisationId }: VerbContext, document: PactDocument): Promise<Entry[]> {
  const slug = document.workflow;
  const at = new Date(now);
  const { risk, consequential } = UNSAID_WORKFLOW;
  const actions = document.scope.actions.filter(isActionName).map((name) => ({ name, risk }));
  const fields = { name: slug, consequential, risk, actions };
  const data = [{ organisationId, slug, ...fields, createdAt: at, updatedAt: at }];
  const { count } = await tx.workflow.createMany({ data, skipDuplicates: true });
  if (count === 0) return [];
  return [
    { kind: "workflow.registered", subject: `workflow/${slug}`, payload: { ...fields, by: `pact/${document.pact}` } },
  ];
}

async function swap(
  { tx, actor, now, organisationId }: VerbContext,
  open: PactVersionView,
  live: PactVersionView | null,
): Promise<void> {
  const { pact, version, hash, state } = open;
  const at = new Date(now);
  if (live) {
    const { count } = await tx.pactVersion.updateMany({
      where: { organisationId, pact, version: live.version, state: "live" },
      data: { state: "superseded", supersededAt: at },
    });
    if (count === 0) throw movedOn(pact);
  }
  const late = () =>
    conflict(`An approval of ${pact} was withdrawn at this very moment. Read the draft again.`, "approval_required");
  await guarded({ SY011: late, unique: () => movedOn(pact) }, async () => {
    const { count } = await tx.pactVersion.updateMany({
      where: { organisationId, pact, version, hash, state },
      data: { state: "live", liveAt: at, publishedBy: actorRecord(actor) },
    });
    if (count === 0) throw movedOn(pact);
  });
}
