import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { pactFacts } from "@/lib/db/pact-facts";
import { type PactVersionRow, type PactVersionView, pactVersionView, WITH_APPROVALS } from "@/lib/db/rows";
import { conflict, notFound, type SuretyError } from "@/lib/domain/errors";
import { documentHash, slug } from "@/lib/domain/fields";
import type { PactDocument } from "@/lib/domain/pact";
import { checkPact, type PactChecks } from "@/lib/domain/pact-checks";
import { parseSettings } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import type { VerbContext } from "../verb";

/** A step of a draft: bound to the hash of what the caller has read. */
export const pactStepInput = z.strictObject({ pact: slug, hash: documentHash });

/** The versions of a pact that are not history: the one being written and the one in force. */
export interface PactVersions {
  open: PactVersionView | null;
  live: PactVersionView | null;
  /** Highest number given so far; 0: none. */
  last: number;
}

/** Reads them; `last` is 0 where the pact does not exist. */
export async function pactVersions(tx: Tx, organisationId: string, pact: string): Promise<PactVersions> {
  const rows: PactVersionRow[] = await tx.pactVersion.findMany({
    where: { organisationId, pact, state: { not: "superseded" } },
    include: WITH_APPROVALS,
  });
  const views = rows.map(pactVersionView);
  return {
    open: views.find(({ state }) => state === "draft" || state === "in_review") ?? null,
    live: views.find(({ state }) => state === "live") ?? null,
    last: Math.max(0, ...views.map(({ version }) => version)),
  };
}

/**
 * The open draft of a pact under the hash that the caller names, for an actor who may act in its workflow.
 * @throws SuretyError not_found for an unknown pact; conflict, naming the current hash, where the draft is another
 */
export async function openDraft(
  { tx, organisationId, requireWorkflow }: VerbContext,
  { pact, hash }: z.output<typeof pactStepInput>,
): Promise<PactVersions & { open: PactVersionView }> {
  const versions = await pactVersions(tx, organisationId, pact);
  const { open, live, last } = versions;
  if (last === 0) throw notFound();
  for (const version of [open, live]) if (version) requireWorkflow(version.workflow);
  if (open?.hash === hash) return { ...versions, open };
  if (live?.hash === hash)
    throw conflict(`Version ${live.version} with this hash is live already: nothing is left to do.`);
  if (!open) throw conflict(`The pact ${pact} has no draft. PUT /api/v1/pacts/${pact} begins one.`);
  throw conflict(
    `The draft of ${pact} is now version ${open.version}, ${open.hash}. Read it and send that hash.`,
    "hash_mismatch",
  );
}

/** A race lost between reading a draft and writing it. */
export const movedOn = (pact: string): SuretyError =>
  conflict(`The draft of ${pact} changed at this very moment. Read it and try again.`, "hash_mismatch");

/** What stands in a document's way, what may be a slip, and which clauses it would leave without evidence. */
export async function checksOf(
  { tx, organisationId }: Pick<VerbContext, "tx" | "organisationId">,
  document: PactDocument,
  live: PactVersionView | null,
): Promise<PactChecks> {
  return checkPact(document, { ...(await pactFacts(tx, organisationId, document)), live: live?.document ?? null });
}

export async function settingsOf(tx: Tx, organisationId: string): Promise<OrganisationSettings> {
  const { settings } = await tx.organisation.findUniqueOrThrow({
    where: { id: organisationId },
    select: { settings: true },
  });
  return parseSettings(settings);
}
