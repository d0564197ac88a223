import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { documentHash } from "@/lib/domain/canonical";
import { redlined, type Wording } from "@/lib/domain/countersign";
import { conflict, invalid, notFound } from "@/lib/domain/errors";
import * as fields from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { writtenFrom } from "@/lib/domain/written-text";
import { type VerbContext, verb } from "../verb";
import { pactVersions } from "./shared";
import { writeDraft } from "./shared-draft";

const redlineInput = z.strictObject({ id: fields.identifier });

export const takeRedlineInput = redlineInput.extend({
  /** Clauses whose wording is taken over; absent: all. */
  clauses: z.array(fields.slug, { error: "must be a list of clause keys" }).min(1).max(200).optional(),
});
export const declineRedlineInput = redlineInput.extend({ reason: fields.reason });

const answeredBefore = () => conflict("This redline was answered before.", "answered");

/**
 * Takes a counterparty's wording over into the pact's draft, which begins with the version in force where there is none. It
 * is an edit like any other: it voids approvals, and whoever takes it over has written it.
 * @throws SuretyError conflict, naming them, where clauses were reworded since; invalid for clauses that it does not speak of
 */
export const takeRedline = verb({
  name: "pact.take_redline",
  permission: "pact.write",
  input: takeRedlineInput,
  async work(context, { id, clauses }) {
    const { tx, organisationId } = context;
    const redline = await openRedline(context, id);
    const { pact } = redline;
    const wordings = chosen(redline.wordings as unknown as Wording[], clauses);
    const versions = await pactVersions(tx, organisationId, pact);
    const base = versions.open ?? versions.live;
    if (!base) throw notFound();
    const { document, overtaken } = redlined(base.document, wordings);
    if (overtaken.length > 0) throw reworded(overtaken);
    const unchanged = documentHash(document) === base.hash;
    const drafted = unchanged
      ? null
      : await writeDraft(context, versions, document, await sourceWith(context, pact, base.version, wordings));
    const version = drafted?.version ?? base.version;
    await answer(context, id, { answer: "taken", takenInto: version });
    const payload = { pact, version, redline: id, clauses: wordings.map(({ clause }) => clause), name: redline.name };
    const entry = { kind: "pact.redline_taken", subject: `pact/${pact}`, payload };
    return {
      result: { id, pact, version, hash: drafted?.hash ?? base.hash, state: drafted ? ("draft" as const) : base.state },
      entries: drafted ? [drafted.entry, entry] : [entry],
      effect: "none",
      outbox: [entry],
    };
  },
});

/** Says that a counterparty's wording is not taken over, and why: its reader sees it behind the link. */
export const declineRedline = verb({
  name: "pact.decline_redline",
  permission: "pact.write",
  input: declineRedlineInput,
  async work(context, { id, reason }) {
    const { pact, version, name } = await openRedline(context, id);
    await answer(context, id, { answer: "declined", reason });
    const payload = { pact, version, redline: id, name, reason };
    const entry = { kind: "pact.redline_declined", subject: `pact/${pact}`, payload };
    return { result: { id, pact, version }, entries: [entry], effect: "none", outbox: [entry] };
  },
});

async function openRedline({ tx, organisationId, requireWorkflow }: VerbContext, id: string) {
  const where = { organisationId_id: { organisationId, id } };
  const found = await tx.redline.findUnique({ where, include: { versionRow: { select: { workflow: true } } } });
  if (!found) throw notFound();
  requireWorkflow(found.versionRow.workflow);
  if (found.answer !== null) throw answeredBefore();
  return found;
}

function chosen(wordings: Wording[], clauses: readonly string[] | undefined): Wording[] {
  const unknown = (clauses ?? []).flatMap((key, at) =>
    wordings.some(({ clause }) => clause === key)
      ? []
      : [{ path: `clauses.${at}`, message: `names ${key}, for which this redline proposes nothing` }],
  );
  if (unknown.length > 0) throw invalid(unknown);
  return clauses ? wordings.filter(({ clause }) => clauses.includes(clause)) : wordings;
}

const reworded = (keys: readonly string[]) =>
  conflict(
    `Reworded or removed since it was proposed: ${keys.join(", ")}. Name the clauses to take over, or decline it.`,
    "reworded",
  );

/** The draft's own YAML with these wordings written in, so that its comments stay; null where it came as JSON. */
async function sourceWith(
  { tx, organisationId }: VerbContext,
  pact: string,
  version: number,
  wordings: readonly Wording[],
): Promise<string | null> {
  const where = { organisationId_pact_version: { organisationId, pact, version } };
  const { source } = await tx.pactVersion.findUniqueOrThrow({ where, select: { source: true } });
  if (source === null) return null;
  const after = new Map(wordings.map((one) => [one.clause, one.after]));
  return writtenFrom(source, (written) => ({
    ...written,
    clauses: written.clauses.map((clause) =>
      after.has(clause.key) ? { ...clause, obligation: after.get(clause.key) ?? "" } : clause,
    ),
  }));
}

async function answer(
  { tx, now, actor, organisationId }: VerbContext,
  id: string,
  said: { answer: "taken"; takenInto: number } | { answer: "declined"; reason: string },
): Promise<void> {
  await guarded({ SY010: answeredBefore }, async () => {
    const { count } = await tx.redline.updateMany({
      where: { organisationId, id, answer: null },
      data: { ...said, answeredBy: actorRecord(actor), answeredAt: new Date(now) },
    });
    if (count === 0) throw answeredBefore();
  });
}
