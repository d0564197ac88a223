import type { Entry } from "@/lib/db/change";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import { asJson, type PactVersionView } from "@/lib/db/rows";
import { documentHash } from "@/lib/domain/canonical";
import { changedParts } from "@/lib/domain/changed";
import type { PactDocument } from "@/lib/domain/pact";
import { actorRecord } from "@/lib/domain/roles";
import type { VerbContext } from "../verb";
import { movedOn, type PactVersions } from "./shared";

export interface Drafted {
  version: number;
  hash: string;
  /** How often this version's content was saved. */
  edits: number;
  entry: Entry;
}

/**
 * Writes a document as the pact's draft: a new version, or the draft there is, which this takes back from review and whose
 * approvals it voids. The entry holds the hash and what changed; the whole document stands in the entry of its publication.
 * @param source the YAML it was written as; null: it came as JSON
 * @throws SuretyError conflict where somebody else wrote it at this very moment
 */
export async function writeDraft(
  context: VerbContext,
  versions: PactVersions,
  document: PactDocument,
  source: string | null,
): Promise<Drafted> {
  const { pact } = document;
  const hash = documentHash(document);
  const before = versions.open ?? versions.live;
  const version = await guarded({ unique: () => movedOn(pact) }, () =>
    write(context, versions, document, hash, source),
  );
  const changes = changedParts(before?.document ?? null, document);
  const voidedApprovals = versions.open?.approvals.length ?? 0;
  const payload = { pact, version, hash, from: before?.hash ?? null, changes, voidedApprovals };
  const edits = (versions.open?.edits ?? 0) + 1;
  return { version, hash, edits, entry: { kind: "pact.drafted", subject: `pact/${pact}`, payload } };
}

/** Writes the draft and returns its number. */
async function write(
  { tx, organisationId, actor, now }: VerbContext,
  versions: PactVersions,
  document: PactDocument,
  hash: string,
  source: string | null,
): Promise<PactVersionView["version"]> {
  const at = new Date(now);
  const { pact, agent, workflow, mode } = document;
  const content = { hash, document: asJson(document), agent, workflow, mode, source };
  const edited = { editedBy: actorRecord(actor), editedById: actor.id, editedAt: at };
  if (versions.open) {
    const { version, hash: before } = versions.open;
    const { count } = await tx.pactVersion.updateMany({
      where: { organisationId, pact, version, hash: before, state: { in: ["draft", "in_review"] } },
      data: { ...content, ...edited, edits: { increment: 1 }, state: "draft", submittedAt: null },
    });
    if (count === 0) throw movedOn(pact);
    await voidApprovals(tx, organisationId, pact, version);
    return version;
  }
  await tx.pact.createMany({ data: [{ organisationId, slug: pact, createdAt: at }], skipDuplicates: true });
  const version = versions.last + 1;
  await tx.pactVersion.create({
    data: { organisationId, pact, version, state: "draft", createdAt: at, ...content, ...edited },
  });
  return version;
}

/** Deleted, not only outdated: going back to an earlier wording must not bring its approvals back. */
async function voidApprovals(tx: Tx, organisationId: string, pact: string, version: number): Promise<void> {
  await tx.pactApproval.deleteMany({ where: { organisationId, pact, version } });
}
