import type { PactDocument } from "@/lib/domain/pact";
import { parseSettings } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import type { Tx } from "./client";

/** An organisation as a transaction sees it. */
export interface OrganisationNow {
  name: string;
  demo: boolean;
  settings: OrganisationSettings;
  revision: number;
}

export async function organisationNow(tx: Tx, organisationId: string): Promise<OrganisationNow> {
  const [row] = await tx.$queryRaw<(Omit<OrganisationNow, "settings"> & { settings: unknown })[]>`
    SELECT o.name, o.demo, o.settings, r.revision FROM organisation o
    JOIN organisation_revision r ON r.organisation_id = o.id WHERE o.id = ${organisationId}`;
  if (!row) throw new Error("an organisation without a revision");
  return { ...row, settings: parseSettings(row.settings) };
}

/** A version of a pact that is in force. */
export interface LiveVersion {
  version: number;
  hash: string;
  agent: string;
  workflow: string;
  document: PactDocument;
  liveSince: Date;
}

/** Those of these pacts that are in force, by slug, in this order. */
export async function liveVersions(
  tx: Tx,
  organisationId: string,
  slugs: readonly string[],
): Promise<Map<string, LiveVersion>> {
  const rows = await tx.pactVersion.findMany({ where: { organisationId, pact: { in: [...slugs] }, state: "live" } });
  return new Map(
    slugs.flatMap((slug) => {
      const row = rows.find(({ pact }) => pact === slug);
      if (!row) return [];
      const { version, hash, agent, workflow, document, liveAt, createdAt } = row;
      const liveSince = liveAt ?? createdAt;
      const live = { version, hash, agent, workflow, liveSince, document: document as unknown as PactDocument };
      return [[slug, live] as const];
    }),
  );
}
