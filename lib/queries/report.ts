import { bytesToHex } from "@noble/hashes/utils.js";
import type { Tx } from "@/lib/db/client";
import type { DriftClock } from "@/lib/db/metric-traffic";
import type { ReportEntry } from "@/lib/db/report-events";
import { type LiveVersion, liveVersions, type OrganisationNow } from "@/lib/db/report-heads";
import { type CountersignatureView, controls, countersignatures, questions } from "@/lib/db/report-reads";
import type { OpenReport } from "@/lib/db/reports";
import { readTogether } from "@/lib/db/together";
import type { ControlReference } from "@/lib/domain/control";
import { sayDuration } from "@/lib/domain/duration";
import { notFound } from "@/lib/domain/errors";
import {
  coverSentence,
  PREVIEW,
  type Report,
  type ReportClause,
  type ReportPact,
  type ReportQuestion,
} from "@/lib/domain/report";
import { authorityStrip, DAYS } from "@/lib/domain/report-days";
import { type Redactable, redact } from "@/lib/domain/report-redact";
import { turnedStale } from "@/lib/domain/report-turned";
import { type Actor, systemActor } from "@/lib/domain/roles";
import { standing } from "@/lib/domain/standing";
import { runtime } from "@/lib/runtime/runtime";
import { keyPinsOf, type PinParts, pinReadings } from "./key-pins";
import { type Present, readNow } from "./read";
import { clausesOf } from "./report-clauses";
import { reportCounted, reportPast } from "./report-facts";
import { eventReadings, eventsOf, type ReportEvents } from "./report-parts";
import { type VisitView, visitOf, visitReadings } from "./reports";

const DAY = 86_400_000;

/** What a link says of the report that it opens; for a preview, what a link would say. */
export type Shared = Pick<OpenReport, "id" | "pact" | "also" | "audience" | "redact" | "countersign" | "expiresAt">;

/** The report that a link opens, read by Surety for whoever holds it. @throws SuretyError not_found */
export async function sharedReport(report: OpenReport): Promise<Report> {
  return trustReport(systemActor(report.organisationId), report);
}

const OWN_MS = 30 * DAY;

/**
 * The report as its own organisation reads it, without a link: whole, or as the reader of a link would that leaves this out.
 * @throws SuretyError not_found
 */
export function ownReport(
  actor: Actor,
  pact: string,
  { audience = "a reader", redact = [] }: { audience?: string; redact?: Redactable[] } = {},
): Promise<Report> {
  const expiresAt = runtime().clock.now() + OWN_MS;
  return trustReport(actor, { id: PREVIEW, pact, also: [], audience, redact, countersign: false, expiresAt });
}

/**
 * The trust report of a pact as a reader with this link sees it, as of now and the newest signed head: nothing in it is
 * stored, so it turns stale by itself. @throws SuretyError not_found where the pact is not in force
 */
export async function trustReport(actor: Actor, shared: Shared): Promise<Report> {
  return (await visitedReport(actor, shared, "")).report;
}

/** As `trustReport`, with what its page says beside it to one reader. */
export async function visitedReport(
  actor: Actor,
  shared: Shared,
  reader: string,
): Promise<{ report: Report; visit: VisitView }> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, present) => {
    const stretch = { from: present.now - DAYS * DAY, to: present.now };
    const read = await readTogether(tx, {
      ...eventReadings(organisationId, shared.pact, stretch),
      pacts: liveVersions(organisationId, [shared.pact, ...shared.also]),
      controls: controls(organisationId, shared.pact),
      questions: questions(organisationId, shared.id, shared.pact),
      countersignatures: countersignatures(organisationId, shared.pact),
      ...pinReadings(organisationId),
      ...visitReadings(organisationId, shared.id, reader),
    });
    const live = read.pacts.get(shared.pact);
    if (!live) throw notFound();
    const at = await upToDate(present, read.organisation.revision);
    return { report: redact(await made(tx, at, shared, { ...read, live }), shared.redact), visit: visitOf(read) };
  });
}

/** Rows and what this process decides on are of one state: a change that another node made is waited for. */
async function upToDate({ snapshot, now }: Present, revision: number): Promise<Present> {
  if (snapshot.revision >= revision) return { snapshot, now };
  const { snapshots } = runtime();
  await snapshots.reach(snapshot.organisation, revision);
  return { snapshot: await snapshots.get(snapshot.organisation), now };
}

interface Read extends PinParts {
  entries: ReportEntry[];
  pacts: Map<string, LiveVersion>;
  live: LiveVersion;
  organisation: OrganisationNow;
  controls: Map<string, ControlReference[]>;
  questions: ReportQuestion[];
  countersignatures: CountersignatureView[];
}

async function made(tx: Tx, present: Present, shared: Shared, read: Read): Promise<Report> {
  const { snapshot, now } = present;
  const { live, organisation } = read;
  const { document, agent, workflow } = live;
  const found = standing(snapshot, agent, now);
  const own = found?.pacts.find(({ pact }) => pact === shared.pact);
  if (!found || !own) throw notFound();
  const from = now - DAYS * DAY;
  const { clauses, pact } = document;
  const facts = { ...live, at: organisation };
  const { course, attested, clocks } = await reportPast(tx, present, facts);
  const { at, counts, metrics, drills } = await reportCounted(tx, present, facts);
  const promised = clausesOf({ document, course, reports: own.clauses, now, attested, controls: read.controls });
  const signed = read.log?.signed ?? null;
  return {
    ...{ report: shared.id, demonstration: organisation.demo, organisation: organisation.name },
    ...{ audience: shared.audience, countersign: shared.countersign },
    sharedUntil: new Date(shared.expiresAt).toISOString(),
    at: new Date(now).toISOString(),
    asOf: signed && { size: signed.size, root: bytesToHex(signed.root) },
    pact: {
      ...{ slug: pact, title: document.title, version: live.version, hash: live.hash, mode: own.mode },
      liveSince: live.liveSince.toISOString(),
    },
    countersignatures: countersigned(read),
    questions: read.questions,
    parties: document.parties,
    agent: { slug: agent, release: found.release },
    workflow,
    pacts: shared.also.length === 0 ? [] : pactsOf([...read.pacts.values()], present),
    authority: {
      ...{ ...own.authority, limits: document.levels?.limited ?? null },
      days: authorityStrip([...course.clauses.values()].flat(), course.grants, workflow, course.since, now),
    },
    ...{ score: own.score, cappedBy: own.cappedBy },
    cover: coverSentence(own, agent, now),
    window: { from: new Date(from).toISOString(), to: new Date(at).toISOString() },
    clauses: promised,
    ...withTurned(eventsOf(read, { pact, clauses, redact: shared.redact }), promised),
    drifts: clocks.map(sayClock),
    ...{ counts, metrics, drills },
    key: keyPinsOf(read),
    redacted: [],
    validUntil: found.validUntil,
  };
}

/** What the ledger tells, and what the clock did since. */
function withTurned({ happened, ...told }: ReportEvents, clauses: readonly ReportClause[]): ReportEvents {
  const turned = turnedStale(clauses, { downgrades: told.downgrades, happened: happened.downgrades });
  const downgrades = [...turned, ...told.downgrades].sort((a, b) => b.at.localeCompare(a.at));
  return { ...told, downgrades, happened: { ...happened, downgrades: happened.downgrades + turned.length } };
}

/** By whom the wording in force was countersigned; of a pact with itself, by nobody. */
function countersigned({ live, countersignatures: all }: Read): Report["countersignatures"] {
  if (!live.document.parties.counterparty) return [];
  return all
    .filter(({ hash }) => hash === live.hash)
    .map(({ name, audience, version, hash, at, ledgerNumber: number }) => ({
      name,
      audience,
      version,
      hash,
      at,
      number,
    }));
}

/** How long a verified drift took to become a control. */
function sayClock({ clause, verifiedAt, enforcedAt }: DriftClock): Report["drifts"][number] {
  const took = enforcedAt && enforcedAt.getTime() - verifiedAt.getTime();
  return {
    ...{ clause, verifiedAt: verifiedAt.toISOString(), seconds: took && took / 1000 },
    says:
      took === null
        ? "decided, and not yet enforced on every node"
        : `enforced on every node after ${sayDuration(took)}`,
  };
}

/** Every pact of a link that opens several, in the order in which they were named; those in force. */
function pactsOf(pacts: readonly LiveVersion[], { snapshot, now }: Present): ReportPact[] {
  return pacts.flatMap(({ document: { pact: slug, title }, agent }) => {
    const own = standing(snapshot, agent, now)?.pacts.find(({ pact }) => pact === slug);
    return own ? [{ slug, title, agent, cover: coverSentence(own, agent, now) }] : [];
  });
}
