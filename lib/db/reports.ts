import type { Prisma } from "@/lib/generated/prisma/client";
import type { Units } from "./client";
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

const WITH_RECIPIENTS = { recipients: { select: { email: true, secret: true } } };

/** The report that a link's token opens now, of whichever organisation; null: unknown, over or revoked, told apart by nobody. */
export async function openReport(db: Units, token: string, now: number): Promise<OpenReport | null> {
  const row = await db.system((tx) =>
    tx.report.findUnique({ where: { tokenHash: hashToken(token) }, include: WITH_RECIPIENTS }),
  );
  if (!row || row.revokedAt || row.expiresAt.getTime() <= now) return null;
  const { organisationId, id, pact, also, audience, redact, countersign, passcodeHash, failedTries } = row;
  return {
    ...{ organisationId, id, pact, also, audience, redact, countersign, passcodeHash, failedTries },
    lockedUntil: row.lockedUntil?.getTime() ?? null,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    recipients: row.recipients,
    recipient: null,
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
