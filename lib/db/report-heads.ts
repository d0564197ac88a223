import type { PactDocument } from "@/lib/domain/pact";
import { parseSettings } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Reading } from "./together";

const { sql } = Prisma;

/** An organisation as a transaction sees it. */
export interface OrganisationNow {
  name: string;
  demo: boolean;
  settings: OrganisationSettings;
  revision: number;
  /** The last revision that changed more than standing. */
  structure: number;
}

export const organisationNow = (organisationId: string): Reading<OrganisationNow> => ({
  select: sql`SELECT o.name, o.demo, o.settings, r.revision, r.structure FROM organisation o
    JOIN organisation_revision r ON r.organisation_id = o.id WHERE o.id = ${organisationId}`,
  of([row]) {
    if (!row) throw new Error("an organisation without a revision");
    return { ...row, settings: parseSettings(row.settings) };
  },
});

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
export const liveVersions = (organisationId: string, slugs: readonly string[]): Reading<Map<string, LiveVersion>> => ({
  select: sql`SELECT pact, version, hash, agent, workflow, document, coalesce(live_at, created_at) AS since
    FROM pact_version WHERE organisation_id = ${organisationId} AND pact = ANY(${[...slugs]}::text[]) AND state = 'live'`,
  of: (rows) =>
    new Map(
      slugs.flatMap((slug) => {
        const row = rows.find(({ pact }) => pact === slug);
        if (!row) return [];
        const { version, hash, agent, workflow, document, since } = row;
        return [[slug, { version, hash, agent, workflow, document, liveSince: new Date(since) }] as const];
      }),
    ),
});
