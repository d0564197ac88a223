import { type RedlineView, redlineView, WITH_AUDIENCE } from "@/lib/db/redlines";
import type { OpenReport } from "@/lib/db/reports";
import { isoOrNull } from "@/lib/db/rows";
import { logState, sessionOf } from "@/lib/db/tree";
import { notFound } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import { systemActor } from "@/lib/domain/roles";
import { type CountersignatureView, countersignaturesOf } from "./countersignatures";
import { readAt } from "./read";

type Offered = "in_review" | "live";

/** A pact as its counterparty is asked to sign it. */
export interface Contract {
  organisation: string;
  demonstration: boolean;
  audience: string;
  sharedUntil: string;
  at: string;
  /** Entries of the ledger under the newest signed head. */
  size: number;
  pact: string;
  /** What may be read here: under review first, then in force. */
  versions: { version: number; state: Offered; hash: string }[];
  shown: { version: number; state: Offered; hash: string; liveSince: string | null };
  document: PactDocument;
  /** Names of teams by slug. */
  teams: Record<string, string>;
  /** Of the wording shown. */
  countersignatures: CountersignatureView[];
  /** What was proposed through this link, the latest first. */
  redlines: RedlineView[];
}

const MOST = 50;

/**
 * What a link that asks for a countersignature shows: the version asked for, else the one under review, else the one in force.
 * @throws SuretyError not_found where the link asks for none, or there is no such version to sign
 */
export async function sharedContract(link: OpenReport, version?: number): Promise<Contract> {
  if (!link.countersign) throw notFound();
  const { organisationId, pact } = link;
  return readAt(systemActor(organisationId), async (tx, now) => {
    const rows = await tx.pactVersion.findMany({
      where: { organisationId, pact, state: { in: ["in_review", "live"] } },
      orderBy: { version: "desc" },
    });
    const found = version === undefined ? rows[0] : rows.find((row) => row.version === version);
    if (!found) throw notFound();
    const document = found.document as unknown as PactDocument;
    const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const owners = [...new Set(document.clauses.map(({ owner }) => owner))];
    const teams = await tx.team.findMany({
      where: { organisationId, slug: { in: owners } },
      select: { slug: true, name: true },
    });
    const redlines = await tx.redline.findMany({
      where: { organisationId, report: link.id },
      orderBy: { id: "desc" },
      take: MOST,
      include: WITH_AUDIENCE,
    });
    const of = (row: (typeof rows)[number]) => ({
      version: row.version,
      state: row.state as Offered,
      hash: row.hash,
    });
    return {
      organisation: organisation.name,
      demonstration: organisation.demo,
      audience: link.audience,
      sharedUntil: new Date(link.expiresAt).toISOString(),
      at: new Date(now).toISOString(),
      size: (await logState(sessionOf(tx), organisationId))?.signed?.size ?? 0,
      pact,
      versions: rows.map(of),
      shown: { ...of(found), liveSince: isoOrNull(found.liveAt) },
      document,
      teams: Object.fromEntries(teams.map(({ slug, name }) => [slug, name])),
      countersignatures: await countersignaturesOf(tx, organisationId, pact, found.hash),
      redlines: redlines.map((row) => redlineView(row, null)),
    };
  });
}
