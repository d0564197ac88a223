import type { Change } from "@/lib/db/change";
import { liftLatches, lockClauses, noteLineAct, writeLines } from "@/lib/db/lines";
import { conflict } from "@/lib/domain/errors";
import { liftTrigger, restoration } from "@/lib/domain/restore";
import { actorRecord } from "@/lib/domain/roles";
import { type VerbContext, verb } from "../verb";
import {
  addSignoffs,
  findLatched,
  type Input,
  type Latched,
  type RestorationView,
  readSignoffs,
  signRestorationInput,
  standsInside,
  stillNeeded,
} from "./shared";

/**
 * A person signs that a latched consequence may be lifted: of the owning team, and on a critical clause also one from outside
 * it who did not submit the evidence. With the last word needed it is lifted.
 * @throws SuretyError conflict until the evidence suffices (saying what it lacks) and where nothing is latched, forbidden, invalid
 */
export const signRestoration = verb({
  name: "restoration.sign",
  permission: "restoration.sign",
  input: signRestorationInput,
  async work(context, input) {
    const { tx, actor, organisationId, requireWorkflow } = context;
    await lockClauses(tx, organisationId, [input]);
    const latched = await findLatched(tx, organisationId, input);
    const { document, clause, line, latches } = latched;
    requireWorkflow(document.workflow);
    const lacking = latches.map((latch) => restoration(latch, line, clause)).find(({ enough }) => !enough);
    if (lacking) throw conflict(lacking.says, "evidence_insufficient");
    const inside = await standsInside(tx, { organisationId, clause, actor, line, latches });
    await addSignoffs(context, latched, { inside, reason: input.reason });
    const signoffs = await readSignoffs(tx, organisationId, latches);
    const needs = stillNeeded(clause, signoffs);
    const restored = needs.length === 0;
    if (restored) await lift(context, latched, input);
    const { agent, pact, trigger } = input;
    const view: RestorationView = {
      agent,
      pact,
      clause: clause.key,
      trigger,
      release: line.release,
      state: restored ? "restored" : "signed",
      signoffs,
      needs,
      latches: latches.map(({ id }) => id),
    };
    return changeOf(view, input.reason, { inside, drift: latches.find(({ driftId }) => driftId)?.driftId });
  },
});

/** What history and those who watch are told. */
function changeOf(
  view: RestorationView,
  why: string,
  about: { inside: boolean; drift?: string | null },
): Change<RestorationView> {
  const { agent, pact, clause, trigger, release, latches, signoffs } = view;
  const subject = `clause/${pact}/${clause}`;
  const payload = { agent, pact, clause, trigger, release, reason: why, latches, ...about };
  const signed = { kind: "restoration.signed", subject, payload };
  if (view.state === "signed") return { result: view, entries: [signed], effect: "none" };
  const by = signoffs.map(({ member }) => member.id);
  return {
    result: view,
    entries: [signed, { kind: "clause.restored", subject, payload: { ...payload, signoffs: by } }],
    effect: "loosens",
    outbox: [{ kind: "clause.restored", subject, payload: { agent, pact, clause, trigger } }],
  };
}

async function lift(
  { tx, organisationId, actor, now }: VerbContext,
  { line, latches }: Latched,
  { trigger, reason: why }: Input,
): Promise<void> {
  const by = actorRecord(actor);
  const ids = latches.map(({ id }) => id);
  await liftLatches(tx, organisationId, ids, { at: now, by, reason: why });
  await writeLines(tx, organisationId, [liftTrigger(line, trigger)], now);
  await noteLineAct(tx, organisationId, line, { kind: "lifted", trigger, at: now, by });
  const drifts = [...new Set(latches.flatMap(({ driftId }) => driftId ?? []))];
  await tx.drift.updateMany({
    where: { organisationId, id: { in: drifts }, state: { not: "cleared" } },
    data: { state: "cleared", clearedAt: new Date(now), clearedBy: by, reason: why },
  });
}
