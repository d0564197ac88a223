import { bytesToHex } from "@noble/hashes/utils.js";
import type { Tx } from "@/lib/db/client";
import { driftClocks } from "@/lib/db/metric-traffic";
import type { OpenReport } from "@/lib/db/reports";
import { logState, sessionOf } from "@/lib/db/tree";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { notFound } from "@/lib/domain/errors";
import { sayLimits } from "@/lib/domain/limits";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import { coverSentence, type Report, type ReportClause, type ReportPact, redact } from "@/lib/domain/report";
import { authorityStrip, DAYS, strip, stripStart } from "@/lib/domain/report-days";
import { type Actor, systemActor } from "@/lib/domain/roles";
import { type ClauseReport, standing } from "@/lib/domain/standing";
import { runtime } from "@/lib/runtime/runtime";
import { controlsOf } from "./controls";
import { countersignaturesOf } from "./countersignatures";
import { drillsForReport } from "./drills";
import { keyPinsOf } from "./key-pins";
import { governedForReport } from "./metrics";
import { questionsOf } from "./questions";
import { type Present, readNow } from "./read";
import { attestations, reportCounts, reportEvents } from "./report-parts";
import { type PactCourse, pactCourse } from "./report-spans";

const DAY = 86_400_000;

/** What a link says of the report that it opens; for a preview, what a link would say. */
export type Shared = Pick<OpenReport, "id" | "pact" | "also" | "audience" | "redact" | "countersign" | "expiresAt">;

/** The report that a link opens, read by Surety for whoever holds it. @throws SuretyError not_found */
export function sharedReport(report: OpenReport): Promise<Report> {
  return trustReport(systemActor(report.organisationId), report);
}

const OWN_MS = 30 * DAY;

/** The report as its own organisation reads it: nothing is left out. @throws SuretyError not_found */
export function ownReport(actor: Actor, pact: string): Promise<Report> {
  const expiresAt = runtime().clock.now() + OWN_MS;
  return trustReport(actor, {
    id: "preview",
    pact,
    also: [],
    audience: "a reader",
    redact: [],
    countersign: false,
    expiresAt,
  });
}

/**
 * The trust report of a pact as a reader with this link sees it, as of now and the newest signed head: nothing in it is
 * stored, so it turns stale by itself. @throws SuretyError not_found where the pact is not in force
 */
export async function trustReport(actor: Actor, shared: Shared): Promise<Report> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, present) => {
    const { snapshot, now } = present;
    const live = await tx.pactVersion.findFirst({ where: { organisationId, pact: shared.pact, state: "live" } });
    if (!live) throw notFound();
    const document = live.document as unknown as PactDocument;
    const found = standing(snapshot, live.agent, now);
    const own = found?.pacts.find(({ pact }) => pact === shared.pact);
    if (!found || !own) throw notFound();
    const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const signed = (await logState(sessionOf(tx), organisationId))?.signed ?? null;
    const stretch = { from: now - DAYS * DAY, to: now + 1 };
    const clocks = await driftClocks(tx, organisationId, stretch, { pact: shared.pact });
    const course = await pactCourse(tx, organisationId, { document, agent: live.agent }, stripStart(now), now);
    const spans = [...course.clauses.values()].flat();
    const events = await reportEvents(tx, organisationId, shared.pact, live.agent, stretch);
    const report: Report = {
      report: shared.id,
      demonstration: organisation.demo,
      organisation: organisation.name,
      audience: shared.audience,
      sharedUntil: new Date(shared.expiresAt).toISOString(),
      at: new Date(now).toISOString(),
      asOf: signed && { size: signed.size, root: bytesToHex(signed.root) },
      pact: {
        ...{ slug: live.pact, title: document.title, version: live.version, hash: live.hash, mode: own.mode },
        liveSince: (live.liveAt ?? live.createdAt).toISOString(),
      },
      countersignatures: (await countersignaturesOf(tx, organisationId, live.pact, live.hash)).map(
        ({ name, audience, version, hash, at, ledgerNumber: number }) => ({
          name,
          audience,
          version,
          hash,
          at,
          number,
        }),
      ),
      countersign: shared.countersign,
      questions: await questionsOf(tx, organisationId, shared.id, live.pact),
      parties: document.parties,
      agent: { slug: live.agent, release: found.release },
      workflow: live.workflow,
      pacts: await pactsOf(tx, organisationId, shared, present),
      authority: {
        ...{ ...own.authority, limits: document.levels?.limited ?? null },
        days: authorityStrip(spans, course.grants, live.workflow, course.since, now),
      },
      score: own.score,
      cover: coverSentence(own, live.agent, now),
      window: { from: new Date(stretch.from).toISOString(), to: new Date(now).toISOString() },
      counts: await reportCounts(tx, organisationId, live.agent, live.workflow, stretch),
      clauses: await clausesOf(tx, organisationId, { document, course, reports: own.clauses, now }),
      ...events,
      drifts: clocks.map(({ clause, verifiedAt, enforcedAt }) => ({
        clause,
        verifiedAt: verifiedAt.toISOString(),
        seconds: enforcedAt && (enforcedAt.getTime() - verifiedAt.getTime()) / 1000,
        says: enforcedAt
          ? `enforced on every node after ${sayDuration(enforcedAt.getTime() - verifiedAt.getTime())}`
          : "decided, and not yet enforced on every node",
      })),
      metrics: await governedForReport(tx, present),
      drills: await drillsForReport(tx, organisationId, live.pact),
      key: await keyPinsOf(tx, organisationId),
      redacted: [],
      validUntil: found.validUntil,
    };
    return redact(report, shared.redact);
  });
}

/** Every pact of a link that opens several, in the order in which they were named; those in force. */
async function pactsOf(tx: Tx, organisationId: string, { pact, also }: Shared, { snapshot, now }: Present) {
  if (also.length === 0) return [];
  const slugs = [pact, ...also];
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, pact: { in: slugs }, state: "live" },
    select: { pact: true, agent: true, document: true },
  });
  return slugs.flatMap((slug): ReportPact[] => {
    const row = rows.find((one) => one.pact === slug);
    const own = row && standing(snapshot, row.agent, now)?.pacts.find((one) => one.pact === slug);
    if (!row || !own) return [];
    const { title } = row.document as unknown as PactDocument;
    return [{ slug, title, agent: row.agent, cover: coverSentence(own, row.agent, now) }];
  });
}

interface Of {
  document: PactDocument;
  course: PactCourse;
  reports: readonly ClauseReport[];
  now: number;
}

async function clausesOf(tx: Tx, organisationId: string, of: Of): Promise<ReportClause[]> {
  const { document, course, reports, now } = of;
  const controls = await controlsOf(tx, organisationId, document.pact);
  const attested = await attestations(tx, organisationId, document.pact, now - DAYS * DAY);
  return document.clauses.map((clause): ReportClause => {
    const report = reports.find(({ key }) => key === clause.key);
    const { key, title, obligation, severity, owner, evidence } = clause;
    return {
      ...{ key, title, obligation, severity, owner },
      evidence: provenBy(clause),
      target: evidence?.target ?? null,
      freshness:
        report?.freshness && evidence
          ? { ...report.freshness, windowSeconds: durationMs(evidence.freshness) / 1000 }
          : null,
      otherwise: otherwiseOf(clause, document),
      standing: report?.standing ?? "unproven",
      because: report?.triggers.map(({ says }) => says) ?? [],
      monitor: report?.monitor?.says ?? null,
      controls: controls.get(key) ?? [],
      days: strip(course.clauses.get(key) ?? [], course.since, now),
      attested: attested.get(key) ?? [],
    };
  });
}

const METHODS = {
  eval: "Evaluation",
  runtime: "Runtime check",
  attestation: "Attestation",
  human: "Check by a person",
};

function provenBy({ evidence, require }: Clause): string {
  if (!evidence) return require ? `Judged at each request: ${require}` : "Judged at each request";
  const rate = `${Number((100 * evidence.target).toFixed(4))} % promised`;
  return `${evidence.describe ?? METHODS[evidence.method]}; ${rate}${evidence.perRelease ? ", for each release" : ""}.`;
}

const DOES = { block: "blocked", review: "held for a person", degrade: "limited", settle: "settled in money" };

/** "Missing or stale: held for a person. Repeated failures: limited (amount at most 50)." */
function otherwiseOf({ on }: Clause, document: PactDocument): string {
  const { drift, ...single } = on;
  const does = new Map<string, string[]>();
  const add = (trigger: string, one: { do: keyof typeof DOES; limits?: object }) => {
    const limits = one.do === "degrade" ? (one.limits ?? document.levels?.limited) : undefined;
    const said = limits ? `${DOES[one.do]} (${sayLimits(limits as never, document.facts)})` : DOES[one.do];
    does.set(said, [...(does.get(said) ?? []), trigger]);
  };
  for (const [trigger, one] of Object.entries(single)) if (one) add(trigger, one);
  for (const stage of drift ?? []) add("drift", stage);
  return [...does].map(([said, triggers]) => `${[...new Set(triggers)].join(", ")}: ${said}.`).join(" ");
}
