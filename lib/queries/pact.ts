import type { Tx } from "@/lib/db/client";
import { pactFacts } from "@/lib/db/pact-facts";
import { type PactVersionView, pactVersionView, WITH_APPROVALS } from "@/lib/db/rows";
import { diffPacts, type PactDiff } from "@/lib/domain/diff";
import { invalidField, notFound } from "@/lib/domain/errors";
import { checkPact, type PactChecks } from "@/lib/domain/pact-checks";
import type { Actor } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import type { PactReport } from "@/lib/domain/standing";
import { standing } from "@/lib/domain/standing";
import { type CountersignatureView, countersignaturesOf } from "./countersignatures";
import { read, readNow } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

export interface PactVersionDetail extends PactVersionView {
  title: string;
  /** What publishing it needs. */
  approvalsNeeded: number;
  live: { version: number; hash: string } | null;
  draft: { version: number; hash: string; state: PactVersionView["state"] } | null;
  /** Of a version that is not published yet. */
  checks: PactChecks | null;
  /** The counterparty's words on this very wording. */
  countersignatures: CountersignatureView[];
}

/** A version in the rail beside the document. */
type PactVersionInRail = Omit<PactVersionView, "document"> & {
  title: string;
  /** Number of the ledger entry of its publication. */
  ledgerNumber: number | null;
};

export interface PactDetail extends PactVersionDetail {
  /** Newest first. */
  versions: PactVersionInRail[];
  /** Of the live version; null where another is shown, or the agent is not registered. */
  standing: (PactReport & { revision: number; validUntil: string | null }) | null;
  timeline: TimelineEntry[];
}

/** Every version, the newest first. @throws SuretyError not_found */
async function versionsOf(tx: Tx, organisationId: string, pact: string): Promise<PactVersionView[]> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, pact },
    include: WITH_APPROVALS,
    orderBy: { version: "desc" },
  });
  if (rows.length === 0) throw notFound();
  return rows.map(pactVersionView);
}

const isOpen = ({ state }: PactVersionView) => state === "draft" || state === "in_review";

/** The version asked for; absent: the live one, else the draft. */
function chosen(versions: PactVersionView[], version: number | undefined): PactVersionView {
  const found =
    version === undefined
      ? (versions.find(({ state }) => state === "live") ?? versions[0])
      : versions.find((one) => one.version === version);
  if (!found) throw notFound();
  return found;
}

async function detailOf(
  tx: Tx,
  organisationId: string,
  versions: PactVersionView[],
  shown: PactVersionView,
): Promise<PactVersionDetail> {
  const live = versions.find(({ state }) => state === "live") ?? null;
  const draft = versions.find(isOpen) ?? null;
  const { settings } = await tx.organisation.findUniqueOrThrow({
    where: { id: organisationId },
    select: { settings: true },
  });
  const surroundings = isOpen(shown) ? await pactFacts(tx, organisationId, shown.document) : null;
  return {
    ...shown,
    title: shown.document.title,
    approvalsNeeded: parseSettings(settings).approvals,
    live: live && { version: live.version, hash: live.hash },
    draft: draft && { version: draft.version, hash: draft.hash, state: draft.state },
    checks: surroundings && checkPact(shown.document, { ...surroundings, live: live?.document ?? null }),
    countersignatures: await countersignaturesOf(tx, organisationId, shown.pact, shown.hash),
  };
}

/** One version of a pact: the one asked for, else the live one, else the draft. @throws SuretyError not_found */
export async function pactVersion(actor: Actor, pact: string, version?: number): Promise<PactVersionDetail> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const versions = await versionsOf(tx, organisationId, pact);
    return detailOf(tx, organisationId, versions, chosen(versions, version));
  });
}

/** Numbers of the ledger entries of publications, by version. */
async function publications(tx: Tx, organisationId: string, pact: string): Promise<Map<number, number>> {
  const rows = await tx.ledgerEntry.findMany({
    where: { organisationId, subject: `pact/${pact}`, kind: "pact.published", index: { not: null } },
    select: { index: true, payload: true },
  });
  return new Map(
    rows.map(({ index, payload }) => [Number((payload as { version?: number } | null)?.version), Number(index)]),
  );
}

/** A pact's page: document, versions, standing clause by clause, history. @throws SuretyError not_found */
export async function pactDetail(actor: Actor, pact: string, version?: number): Promise<PactDetail> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const versions = await versionsOf(tx, organisationId, pact);
    const shown = chosen(versions, version);
    const numbers = await publications(tx, organisationId, pact);
    const report = shown.state === "live" ? standing(snapshot, shown.agent, now) : null;
    const own = report?.pacts.find((one) => one.pact === pact && one.version === shown.version);
    return {
      ...(await detailOf(tx, organisationId, versions, shown)),
      versions: versions.map(({ document, ...one }) => ({
        ...one,
        title: document.title,
        ledgerNumber: numbers.get(one.version) ?? null,
      })),
      standing: own && report ? { ...own, revision: report.revision, validUntil: report.validUntil } : null,
      timeline: await timelineOf(tx, organisationId, [`pact/${pact}`]),
    };
  });
}

export interface PactDiffDetail extends PactDiff {
  pact: string;
  from: { version: number; hash: string; state: PactVersionView["state"] };
  to: { version: number; hash: string; state: PactVersionView["state"] };
}

/**
 * Two versions compared, clause by clause.
 * @param to absent: the newest; @param from absent: the one before `to`
 * @throws SuretyError not_found for an unknown pact or version, invalid where there is nothing to compare with
 */
export async function pactDiff(actor: Actor, pact: string, from?: number, to?: number): Promise<PactDiffDetail> {
  return read(actor, async (tx) => {
    const versions = await versionsOf(tx, actor.organisationId, pact);
    const after = chosen(versions, to ?? versions[0]?.version);
    const before =
      from === undefined ? versions.find(({ version }) => version < after.version) : chosen(versions, from);
    if (!before)
      throw invalidField("from", `version ${after.version} of ${pact} is the first; there is nothing before it`);
    const said = ({ version, hash, state }: PactVersionView) => ({ version, hash, state });
    return { pact, from: said(before), to: said(after), ...diffPacts(before.document, after.document) };
  });
}
