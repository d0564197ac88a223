import type { Prisma } from "@/lib/generated/prisma/client";
import type { Session } from "./client";
import { iso } from "./rows";
import { hashToken } from "./secrets";

type Who = { type: string; id: string; name: string };

/** A shared report as its organisation sees it; the link's token is in nobody's hands but the reader's. */
export interface ReportView {
  id: string;
  pact: string;
  /** Other pacts that the link opens. */
  also: string[];
  audience: string;
  passcode: boolean;
  /** Addresses that alone may read it; empty: whoever holds the link. */
  recipients: string[];
  redact: string[];
  countersign: boolean;
  createdAt: string;
  createdBy: Who;
  expiresAt: string;
  revokedAt: string | null;
  state: "open" | "expired" | "revoked";
  views: number;
  lastViewedAt: string | null;
}

type Row = Prisma.ReportGetPayload<{
  include: {
    _count: { select: { views: true } };
    views: { select: { at: true } };
    recipients: { select: { email: true } };
  };
}>;

/** What a list of shared reports reads beside each row. */
export const WITH_VIEWS = {
  _count: { select: { views: true } },
  views: { select: { at: true }, orderBy: { at: "desc" as const }, take: 1 },
  recipients: { select: { email: true }, orderBy: { email: "asc" as const } },
};

/** @param now ms */
export function reportView(row: Row, now: number): ReportView {
  const { id, pact, also, audience, redact, countersign, passcodeHash, createdAt, expiresAt, revokedAt } = row;
  const over = expiresAt.getTime() <= now ? "expired" : "open";
  return {
    id,
    pact,
    also,
    audience,
    redact,
    countersign,
    passcode: passcodeHash !== null,
    recipients: row.recipients.map(({ email }) => email),
    createdAt: iso(createdAt),
    createdBy: row.createdBy as Who,
    expiresAt: iso(expiresAt),
    revokedAt: revokedAt && iso(revokedAt),
    state: revokedAt ? "revoked" : over,
    views: row._count.views,
    lastViewedAt: row.views[0] ? iso(row.views[0].at) : null,
  };
}

/** A report that a link opens. */
export interface OpenReport {
  organisationId: string;
  id: string;
  pact: string;
  also: string[];
  audience: string;
  redact: string[];
  /** Its reader is asked to countersign. */
  countersign: boolean;
  passcodeHash: string | null;
  failedTries: number;
  /** ms */
  lockedUntil: number | null;
  createdAt: number;
  expiresAt: number;
  /** Who alone may read it, each with what their cookie is made of; empty: whoever holds the link. */
  recipients: { email: string; secret: string }[];
  /** Which of them reads it now; null: the link names none, or nobody proved an address yet. */
  recipient: string | null;
}

const BY_TOKEN = `
  SELECT organisation_id, id, pact, also, audience, redact, countersign, passcode_hash, failed_tries, locked_until, created_at,
    expires_at, revoked_at, (
      SELECT coalesce(json_agg(json_build_object('email', c.email, 'secret', c.secret)), '[]') FROM report_recipient c
      WHERE c.organisation_id = r.organisation_id AND c.report = r.id
    ) AS recipients
  FROM report r WHERE token_hash = $1`;

interface TokenRow
  extends Pick<OpenReport, "id" | "pact" | "also" | "audience" | "redact" | "countersign" | "recipients"> {
  organisation_id: string;
  passcode_hash: string | null;
  failed_tries: number;
  locked_until: Date | null;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}

/** The report that a link's token opens now, of whichever organisation; null: unknown, over or revoked, told apart by nobody. */
export async function openReport(db: Session, token: string, now: number): Promise<OpenReport | null> {
  const [row] = await db.rows<TokenRow>("report-by-token", BY_TOKEN, [hashToken(token)]);
  if (!row || row.revoked_at || row.expires_at.getTime() <= now) return null;
  const { id, pact, also, audience, redact, countersign, recipients } = row;
  return {
    ...{ id, pact, also, audience, redact, countersign, recipients, recipient: null },
    organisationId: row.organisation_id,
    passcodeHash: row.passcode_hash,
    failedTries: row.failed_tries,
    lockedUntil: row.locked_until?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
  };
}

/** One reading of a shared report. */
export interface ReadingView {
  id: string;
  report: string;
  audience: string;
  at: string;
  what: string;
  /** Tells readers of one link apart where it names none. */
  reader: string;
  recipient: string | null;
}

export const readingView = (
  row: Prisma.ReportViewGetPayload<{ include: { reportRow: { select: { audience: true } } } }>,
): ReadingView => {
  const { id, report, at, what, reader, recipient } = row;
  return { id, report, audience: row.reportRow.audience, at: iso(at), what, reader, recipient };
};
