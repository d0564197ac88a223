/** The small things of a trust report, each a reading beside the others. */
import type { ControlReference } from "@/lib/domain/control";
import type { ReportQuestion } from "@/lib/domain/report";
import { Prisma } from "@/lib/generated/prisma/client";
import type { ActorRecord } from "./rows";
import type { Reading } from "./together";

const { sql, empty } = Prisma;
const iso = (at: string) => new Date(at).toISOString();

/** Number of the entry of a kind about a subject; null until it has one. */
const numberOf = (organisationId: string, kind: string, subject: Prisma.Sql, more = empty) => sql`
  (SELECT e."index" FROM ledger_entry e WHERE e.organisation_id = ${organisationId} AND e.subject = ${subject}
    AND e.kind = ${kind} AND e."index" IS NOT NULL ${more} LIMIT 1)`;

/** Control references of a pact's clauses, by key, in the author's order. */
export const controls = (organisationId: string, pact: string): Reading<Map<string, ControlReference[]>> => ({
  select: sql`SELECT clause, framework, reference FROM clause_control
    WHERE organisation_id = ${organisationId} AND pact = ${pact} ORDER BY clause, place`,
  of(rows) {
    const found = new Map<string, ControlReference[]>();
    for (const { clause, framework, reference } of rows)
      found.set(clause, [...(found.get(clause) ?? []), { framework, reference }]);
    return found;
  },
});

interface QuestionRow {
  name: string;
  question: string;
  at: string;
  answer: string | null;
  answered_by: ActorRecord | null;
  answered_at: string | null;
  asked: number | null;
  answered: number | null;
}

/** What was asked of a pact through one link, the latest first, with its answers and their ledger numbers. */
export function questions(organisationId: string, report: string, pact: string): Reading<ReportQuestion[]> {
  const subject = sql`'question/' || q.pact || '/' || q.id`;
  return {
    select: sql`SELECT q.name, q.question, q.at, q.answer, q.answered_by, q.answered_at,
        ${numberOf(organisationId, "report.asked", subject)} AS asked,
        ${numberOf(organisationId, "report.answered", subject)} AS answered
      FROM report_question q WHERE q.organisation_id = ${organisationId} AND q.report = ${report} AND q.pact = ${pact}
      ORDER BY q.id DESC`,
    of: (rows: QuestionRow[]) =>
      rows.map(({ name, question, at, answer: says, answered_by, answered_at, asked, answered }) => ({
        ...{ name, question, at: iso(at), number: asked },
        answer:
          says === null || answered_at === null
            ? null
            : { says, by: answered_by?.name ?? null, at: iso(answered_at), number: answered },
      })),
  };
}

export interface CountersignatureView {
  id: string;
  version: number;
  hash: string;
  name: string;
  /** As they gave it; nobody has checked it. */
  email: string;
  /** Who the link was given to. */
  audience: string;
  says: string;
  at: string;
  /** Number of its ledger entry; null until it is given one. */
  ledgerNumber: number | null;
}

/** Who countersigned a pact, in any wording and version, the first first. */
export function countersignatures(organisationId: string, pact: string): Reading<CountersignatureView[]> {
  const number = numberOf(
    organisationId,
    "pact.countersigned",
    sql`'pact/' || c.pact`,
    sql`AND e.payload ->> 'countersignature' = c.id`,
  );
  return {
    select: sql`SELECT c.id, c.version, c.hash, c.name, c.email, r.audience, c.says, c.at, ${number} AS "ledgerNumber"
      FROM countersignature c JOIN report r ON r.organisation_id = c.organisation_id AND r.id = c.report
      WHERE c.organisation_id = ${organisationId} AND c.pact = ${pact} ORDER BY c.id`,
    of: (rows) => rows.map((row) => ({ ...row, at: iso(row.at) })),
  };
}

/** A look-up of the log's key by name, as it was found last. */
export interface PinCheck {
  name: string;
  key: string;
  found: string;
  checkedAt: string;
}

export const pinCheck = (organisationId: string): Reading<PinCheck | null> => ({
  select: sql`SELECT name, key, found, checked_at AS "checkedAt" FROM key_pin_check WHERE organisation_id = ${organisationId}`,
  of: ([row]) => (row ? { ...row, checkedAt: iso(row.checkedAt) } : null),
});

/** A counterparty's signature over a key of the log. */
export interface KeySignature {
  issuer: string;
  /** Of the issuer. */
  name: string;
  keyId: string;
  logKey: string;
  at: string;
}

/** Signatures over any key that the log ever had, the latest first. */
export const keySignatures = (organisationId: string): Reading<KeySignature[]> => ({
  select: sql`SELECT k.issuer, coalesce(i.name, k.issuer) AS name, k.key_id AS "keyId", k.log_key AS "logKey", k.at
    FROM key_countersign k LEFT JOIN issuer i ON i.organisation_id = k.organisation_id AND i.slug = k.issuer
    WHERE k.organisation_id = ${organisationId} ORDER BY k.at DESC`,
  of: (rows) => rows.map((row) => ({ ...row, at: iso(row.at) })),
});

/** What witnesses wrote under the log's newest signed head, those that have seen that very head, by name. */
export const cosignatures = (organisationId: string): Reading<string[]> => ({
  select: sql`SELECT w.note FROM ledger_witness w JOIN ledger_checkpoint c USING (organisation_id)
    WHERE w.organisation_id = ${organisationId} AND w.size = c.size AND w.note IS NOT NULL ORDER BY w.name`,
  of: (rows) => rows.map(({ note }) => note),
});

/** When a reader last opened a report's page; null: not yet. `size` of the log then. */
export const lastVisit = (
  organisationId: string,
  report: string,
  reader: string,
): Reading<{ at: number; size: number } | null> => ({
  select: sql`SELECT at, size FROM report_view WHERE organisation_id = ${organisationId} AND report = ${report}
    AND reader = ${reader} AND what = 'page' ORDER BY at DESC LIMIT 1`,
  of: ([row]) => (row ? { at: Date.parse(row.at), size: row.size } : null),
});
