import type { Tx } from "@/lib/db/client";
import { type IncidentView, incidentView } from "@/lib/db/standing-rows";
import { notFound } from "@/lib/domain/errors";
import { LEVELS, type Level, type PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { type Exposure, exposureOf } from "./exposure";
import { readAt } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

/** A clause that acts on the incident. */
interface IncidentClause {
  pact: string;
  pactTitle: string;
  clause: string;
  title: string;
  owner: string;
  does: "block" | "degrade" | "review" | "settle";
  /** The severity from which on it acts. */
  atLeast: Level;
  acts: boolean;
}

export interface IncidentDetail extends IncidentView {
  clauses: IncidentClause[];
  exposure: Exposure;
  timeline: TimelineEntry[];
}

const MOST_EXPOSED = 500;
const rank = (level: Level) => LEVELS.indexOf(level);

/** One incident: what acts on it, what was permitted before it did, what happened. @throws SuretyError not_found */
export async function incidentDetail(actor: Actor, id: string, most = MOST_EXPOSED): Promise<IncidentDetail> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const row = await tx.incident.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    const view = incidentView(row);
    const documents = await liveDocuments(tx, organisationId, row.agent);
    return {
      ...view,
      clauses: documents.flatMap((document) => clausesOf(document, view.severity)),
      exposure: await exposureOfIncident(tx, organisationId, view, documents, now, most),
      timeline: await timelineOf(tx, organisationId, [`incident/${id}`], 100),
    };
  });
}

/** What was permitted from when an incident began until a clause acted on it, or it was over. */
export async function exposureOfIncident(
  tx: Tx,
  organisationId: string,
  { id, agent, severity, startedAt, openedAt, resolvedAt }: IncidentView,
  documents: PactDocument[],
  now: number,
  most: number,
): Promise<Exposure> {
  const enforced = documents.flatMap((document) => clausesOf(document, severity)).some(({ acts }) => acts);
  const ended = resolvedAt === null ? now : Date.parse(resolvedAt);
  const scope = {
    subject: `incident/${id}`,
    agent,
    from: Date.parse(startedAt),
    to: enforced ? Date.parse(openedAt) : ended,
    open: !enforced && resolvedAt === null,
    clause: null,
    documents,
  };
  return exposureOf(tx, organisationId, scope, most);
}

export async function liveDocuments(tx: Tx, organisationId: string, agent: string): Promise<PactDocument[]> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, agent, state: "live" },
    select: { document: true },
  });
  return rows.map(({ document }) => document as unknown as PactDocument);
}

function clausesOf(document: PactDocument, severity: Level): IncidentClause[] {
  return document.clauses.flatMap(({ key, title, owner, on: { incident } }) =>
    incident
      ? [
          {
            pact: document.pact,
            pactTitle: document.title,
            clause: key,
            title,
            owner,
            does: incident.do,
            atLeast: incident.atLeast,
            acts: rank(severity) >= rank(incident.atLeast),
          },
        ]
      : [],
  );
}
