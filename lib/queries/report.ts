import { bytesToHex } from "@noble/hashes/utils.js";
import type { DriftClock } from "@/lib/db/metric-traffic";
import { type LiveVersion, liveVersions, organisationNow } from "@/lib/db/report-heads";
import type { OpenReport } from "@/lib/db/reports";
import { logState, sessionOf } from "@/lib/db/tree";
import { sayDuration } from "@/lib/domain/duration";
import { notFound } from "@/lib/domain/errors";
import { coverSentence, PREVIEW, type Redactable, type Report, type ReportPact, redact } from "@/lib/domain/report";
import { authorityStrip, DAYS } from "@/lib/domain/report-days";
import { type Actor, systemActor } from "@/lib/domain/roles";
import { standing } from "@/lib/domain/standing";
import { runtime } from "@/lib/runtime/runtime";
import { controlsOf } from "./controls";
import { countersignaturesOf } from "./countersignatures";
import { keyPinsOf } from "./key-pins";
import { questionsOf } from "./questions";
import { type Present, readNow } from "./read";
import { clausesOf } from "./report-clauses";
import { reportFacts } from "./report-facts";
import { reportEvents } from "./report-parts";

const DAY = 86_400_000;

/** What a link says of the report that it opens; for a preview, what a link would say. */
export type Shared = Pick<OpenReport, "id" | "pact" | "also" | "audience" | "redact" | "countersign" | "expiresAt">;

/** The report that a link opens, read by Surety for whoever holds it. @throws SuretyError not_found */
export function sharedReport(report: OpenReport): Promise<Report> {
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
  const { organisationId } = actor;
  return readNow(actor, async (tx, present) => {
    const { snapshot, now } = present;
    const pacts = await liveVersions(tx, organisationId, [shared.pact, ...shared.also]);
    const live = pacts.get(shared.pact);
    if (!live) throw notFound();
    const { document } = live;
    const found = standing(snapshot, live.agent, now);
    const own = found?.pacts.find(({ pact }) => pact === shared.pact);
    if (!found || !own) throw notFound();
    const organisation = await organisationNow(tx, organisationId);
    const log = await logState(sessionOf(tx), organisationId);
    const signed = log?.signed ?? null;
    const from = now - DAYS * DAY;
    const { course, ...facts } = await reportFacts(tx, present, { ...live, revision: organisation.revision });
    const { clauses, pact } = document;
    const of = { pact, agent: live.agent, clauses, redact: shared.redact };
    const signatures = document.parties.counterparty
      ? await countersignaturesOf(tx, organisationId, pact, live.hash)
      : [];
    const report: Report = {
      ...{ report: shared.id, demonstration: organisation.demo, organisation: organisation.name },
      ...{ audience: shared.audience, countersign: shared.countersign },
      sharedUntil: new Date(shared.expiresAt).toISOString(),
      at: new Date(now).toISOString(),
      asOf: signed && { size: signed.size, root: bytesToHex(signed.root) },
      pact: {
        ...{ slug: pact, title: document.title, version: live.version, hash: live.hash, mode: own.mode },
        liveSince: live.liveSince.toISOString(),
      },
      countersignatures: signatures.map(({ name, audience, version, hash, at, ledgerNumber: number }) => ({
        ...{ name, audience, version, hash, at, number },
      })),
      questions: await questionsOf(tx, organisationId, shared.id, pact),
      parties: document.parties,
      agent: { slug: live.agent, release: found.release },
      workflow: live.workflow,
      pacts: shared.also.length === 0 ? [] : pactsOf([...pacts.values()], present),
      authority: {
        ...{ ...own.authority, limits: document.levels?.limited ?? null },
        days: authorityStrip([...course.clauses.values()].flat(), course.grants, live.workflow, course.since, now),
      },
      score: own.score,
      cover: coverSentence(own, live.agent, now),
      window: { from: new Date(from).toISOString(), to: new Date(facts.at).toISOString() },
      clauses: clausesOf({
        ...{ document, course, reports: own.clauses, now, attested: facts.attested },
        controls: await controlsOf(tx, organisationId, pact),
      }),
      ...(await reportEvents(tx, organisationId, of, { from, to: now })),
      drifts: facts.clocks.map(sayClock),
      ...{ counts: facts.counts, metrics: facts.metrics, drills: facts.drills },
      key: await keyPinsOf(tx, organisationId, log, organisation.settings),
      redacted: [],
      validUntil: found.validUntil,
    };
    return redact(report, shared.redact);
  });
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
