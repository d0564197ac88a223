import { z } from "zod";
import { writersOf } from "@/lib/db/behind";
import { guarded } from "@/lib/db/guards";
import type { PactVersionView } from "@/lib/db/rows";
import { conflict, type FieldError, forbidden, invalid } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { onlyReworded } from "@/lib/domain/pact-checks";
import { type VerbContext, verb } from "../verb";
import { checksOf, movedOn, openDraft, pactStepInput, settingsOf } from "./shared";

export const approvePactInput = pactStepInput.extend({
  /** Clauses whose evidence counts on, since only their wording changed: the approver's word. */
  carryOver: z
    .array(slug, { error: "must be a list of clause keys" })
    .max(200, { error: "must be at most 200 clauses" })
    .default([]),
});

const ownWork = () => forbidden("Whoever wrote a draft never approves it. Ask another approver.");

/**
 * A member's word for the draft under review, bound to its hash. Given once; the same again changes nothing.
 * @throws SuretyError invalid where `carryOver` names a clause of which more than the wording changed
 */
export const approvePact = verb({
  name: "pact.approve",
  permission: "pact.approve",
  input: approvePactInput,
  async work(context, { carryOver, ...input }) {
    const { tx, actor, organisationId } = context;
    const { open, live } = await openDraft(context, input);
    const { pact, version, hash } = open;
    const writers = await writersOf(tx, organisationId, pact, version);
    if (open.editedBy.id === actor.id || writers.has(actor.id)) throw ownWork();
    if (open.state === "draft") {
      throw conflict(
        `Version ${version} of ${pact} is a draft. It is submitted first: POST /api/v1/pacts/${pact}/submit.`,
      );
    }
    refuseCarry(open, live, carryOver);
    const own = open.approvals.find(({ member }) => member.id === actor.id);
    const carried = [...new Set([...(own?.carried ?? []), ...carryOver])];
    const changes = !own || carried.length > own.carried.length;
    if (changes) await write(context, open, carried);
    const given = open.approvals.filter(({ counts, member }) => counts && member.id !== actor.id).length + 1;
    const needed = (await settingsOf(tx, organisationId)).approvals;
    const { holes, missing } = await checksOf(context, open.document, live);
    const state = "in_review" as const;
    const result = { pact, version, hash, state, approvals: given, needed, carried, missing, holes };
    if (!changes) return { unchanged: true, result };
    const entry = {
      kind: "pact.approved",
      subject: `pact/${pact}`,
      payload: { pact, version, hash, member: actor.id, carried },
    };
    return { result, entries: [entry], effect: "none", outbox: [entry] };
  },
});

function refuseCarry(open: PactVersionView, live: PactVersionView | null, keys: string[]): void {
  const errors = keys.flatMap((key, index): FieldError[] => {
    if (onlyReworded(open.document, live?.document ?? null, key)) return [];
    const message = `names ${key}, of which not only the wording of the obligation changed; leave it out, and submit evidence`;
    return [{ path: `carryOver.${index}`, message }];
  });
  if (errors.length > 0) throw invalid(errors);
}

async function write(
  { tx, now, actor, organisationId }: VerbContext,
  open: PactVersionView,
  carried: string[],
): Promise<void> {
  const { pact, version, hash } = open;
  const row = { organisationId, pact, version, hash, memberId: actor.id };
  await guarded({ SY012: () => movedOn(pact), SY013: ownWork, unique: () => movedOn(pact) }, () =>
    tx.pactApproval.upsert({
      where: { organisationId_pact_version_hash_memberId: row },
      create: { ...row, at: new Date(now), carried },
      update: { carried },
    }),
  );
}
