import { randomBytes } from "node:crypto";
import type { Ids } from "@/lib/domain/identity";
import { commit, leafJson } from "@/lib/domain/leaf";
import { type Actor, actorRecord } from "@/lib/domain/roles";
import type { Prisma } from "@/lib/generated/prisma/client";

export interface Entry {
  /** Dotted, past tense: `pact.published`. */
  kind: string;
  /** What it is about: `pact/refunds`. */
  subject: string;
  /** The erasable facts; the leaf carries only their salted commitment. */
  payload: Record<string, unknown>;
  /** Whose doing it is, where a unit of work does what several asked for. */
  actor?: { type: string; id: string; name: string };
  /** Of what is proven apart from the facts, by name: 64 hex digits each. */
  commitments?: Record<string, string>;
}

export interface EntryMaking {
  organisationId: string;
  /** The log's random id. */
  log: string;
  actor: Actor;
  /** ms */
  now: number;
  ids: Ids;
}

/** A ledger row: its leaf is canonical JSON of kind, time and the salted commitment to actor, subject and payload. */
export function entryRow(
  { organisationId, log, actor: by, now, ids }: EntryMaking,
  entry: Entry,
): Prisma.LedgerEntryCreateManyInput {
  const salt = new Uint8Array(randomBytes(32));
  const actor = entry.actor ?? actorRecord(by);
  // As it is stored: what JSON does not carry must not be committed to.
  const payload = JSON.parse(JSON.stringify(entry.payload)) as Prisma.InputJsonObject;
  const facts = { actor, subject: entry.subject, payload };
  const leaf = leafJson({
    log,
    kind: entry.kind,
    at: new Date(now).toISOString(),
    commitments: { ...entry.commitments, facts: commit(salt, facts) },
  });
  return {
    organisationId,
    id: ids.next("led"),
    kind: entry.kind,
    at: new Date(now),
    actor,
    subject: entry.subject,
    payload,
    salt,
    leaf,
  };
}
