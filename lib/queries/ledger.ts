import { type LedgerDay, ledgerDays } from "@/lib/db/ledger-days";
import { type ActorRecord, actorOf, iso } from "@/lib/db/rows";
import { entryWords } from "@/lib/domain/entry-words";
import { notFound } from "@/lib/domain/errors";
import { REDACTION } from "@/lib/domain/leaf";
import { SEALED } from "@/lib/domain/receipt";
import type { Actor } from "@/lib/domain/roles";
import { read, readAt } from "./read";

const DAYS = 90;

interface LedgerLine {
  number: number;
  at: string;
  /** Dotted: `pact.published`. */
  kind: string;
  /** `pact/refunds` */
  subject: string;
  by: ActorRecord;
  /** Goes on from who did it. */
  says: string;
}

export interface LedgerFilter {
  /** First words of kinds: `pact` for `pact.published`. */
  families?: readonly string[];
  /** Exactly this subject. */
  subject?: string;
  /** Exactly this kind: `pact.published`. */
  kind?: string;
  /** Id of who did it. */
  by?: string;
  /** From the first instant of this day to the last of that, ms. */
  from?: number;
  until?: number;
}

export interface LedgerPage {
  lines: LedgerLine[];
  /** Numbers below this one are the next page; null: this is the end. */
  older: number | null;
  /** How many entries there are in all, and the root over them. */
  head: { size: number; root: string; at: string };
  /** How many entries each of the last ninety days added, whatever the filter; the oldest first. */
  days: LedgerDay[];
  /** The newest signed head; null before the first. */
  signed: { size: number; at: string; refused: string | null } | null;
  /** What walking the whole of it found last; null before the first night. */
  audited: { size: number; at: string; problem: string | null } | null;
  /** Who was asked to cosign, and up to where each did. */
  witnesses: { name: string; size: number; at: string | null; problem: string | null }[];
  /** What names the log in `/api/v1/ledger/{slug}/…`. */
  slug: string;
}

const whereOf = ({ families, subject, kind, by, from, until }: LedgerFilter) => ({
  subject,
  kind,
  actor: by === undefined ? undefined : { path: ["id"], equals: by },
  at: from === undefined && until === undefined ? undefined : { gte: dateOf(from), lt: dateOf(until) },
  OR: families?.map((family) => ({ kind: { startsWith: `${family}.` } })),
});

const dateOf = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));

const COLUMNS = { index: true, at: true, kind: true, subject: true, actor: true, payload: true } as const;

interface Row {
  index: bigint | null;
  at: Date;
  kind: string;
  subject: string;
  actor: Parameters<typeof actorOf>[0];
  payload: unknown;
}

const line = (row: Row): LedgerLine => ({
  number: Number(row.index),
  at: iso(row.at),
  kind: row.kind,
  subject: row.subject,
  by: actorOf(row.actor),
  says: entryWords(row.kind, row.payload as Record<string, unknown> | null),
});

/** Numbered entries, the newest first. @param before only numbers below this one */
export async function ledgerPage(
  actor: Actor,
  filter: LedgerFilter,
  limit: number,
  before?: number,
): Promise<LedgerPage> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const rows = await tx.ledgerEntry.findMany({
      where: { organisationId, ...whereOf(filter), index: before === undefined ? { not: null } : { lt: before } },
      orderBy: { index: "desc" },
      take: limit + 1,
      select: COLUMNS,
    });
    const head = await tx.ledgerHead.findUniqueOrThrow({ where: { organisationId } });
    const checkpoint = await tx.ledgerCheckpoint.findUnique({ where: { organisationId } });
    const witnesses = await tx.ledgerWitness.findMany({ where: { organisationId }, orderBy: { name: "asc" } });
    const { slug } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId }, select: { slug: true } });
    const lines = rows.slice(0, limit).map(line);
    return {
      lines,
      older: rows.length > limit ? (lines.at(-1)?.number ?? null) : null,
      head: { size: Number(head.size), root: head.root, at: iso(head.updatedAt) },
      days: await ledgerDays(tx, organisationId, Number(head.size), now, DAYS),
      signed: checkpoint && {
        size: Number(checkpoint.size),
        at: iso(checkpoint.signedAt),
        refused: checkpoint.refused,
      },
      audited: head.auditedAt && {
        size: Number(head.auditedSize),
        at: iso(head.auditedAt),
        problem: head.auditProblem,
      },
      witnesses: witnesses.map(({ name, size, cosignedAt, problem }) => ({
        name,
        size: Number(size),
        at: cosignedAt && iso(cosignedAt),
        problem,
      })),
      slug,
    };
  });
}

export interface LedgerEntryDetail extends LedgerLine {
  /** Whether there is anything of anybody to erase. */
  erasable: boolean;
  /** The facts; null where they were erased. */
  payload: Record<string, unknown> | null;
  /** What is hashed into the tree: kind, time and salted commitments. */
  leaf: string;
  /** Where its facts were erased: the number of the entry that says so, who did it and why. */
  redaction: { number: number; by: ActorRecord; at: string; reason: string } | null;
}

/** Kinds that hold nothing of anybody, or that say what was erased. */
const KEPT = [SEALED, REDACTION];

/** One numbered entry. @throws SuretyError not_found */
export async function ledgerEntry(actor: Actor, number: number): Promise<LedgerEntryDetail> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.ledgerEntry.findUnique({
      where: { organisationId_index: { organisationId, index: number } },
      select: { ...COLUMNS, leaf: true },
    });
    if (!row) throw notFound();
    const payload = row.payload as Record<string, unknown> | null;
    const erasing = payload
      ? null
      : await tx.ledgerEntry.findFirst({ where: { organisationId, kind: REDACTION, subject: `entry/${number}` } });
    const redaction = erasing && {
      number: Number(erasing.index),
      by: actorOf(erasing.actor as Parameters<typeof actorOf>[0]),
      at: iso(erasing.at),
      reason: String((erasing.payload as { reason?: unknown } | null)?.reason ?? ""),
    };
    return { ...line(row), payload, leaf: row.leaf, redaction, erasable: payload !== null && !KEPT.includes(row.kind) };
  });
}
