import { randomBytes } from "node:crypto";
import type { Ids } from "@/lib/domain/identity";
import { commit, leafJson } from "@/lib/domain/leaf";
import { type Actor, actorRecord } from "@/lib/domain/roles";
import type { Session } from "./client";
import { sha256 } from "./hash";

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

/** Bytes of a salt; each entry has its own. */
const SALT = 32;

/** A ledger row as it is inserted. */
interface Row {
  id: string;
  kind: string;
  at: string;
  actor: NonNullable<Entry["actor"]>;
  subject: string;
  payload: unknown;
  /** 64 hex digits. */
  salt: string;
  leaf: string;
}

/** Its leaf is canonical JSON of kind, time and the salted commitment to actor, subject and payload. */
function rowOf({ log, actor: by, now, ids }: EntryMaking, entry: Entry, salt: Buffer): Row {
  const actor = entry.actor ?? actorRecord(by);
  const { kind, subject } = entry;
  // As it is stored: what JSON does not carry must not be committed to.
  const payload: unknown = JSON.parse(JSON.stringify(entry.payload));
  const commitments = { ...entry.commitments, facts: commit(salt, { actor, payload, subject }, sha256) };
  const at = new Date(now).toISOString();
  const leaf = leafJson({ log, kind, at, commitments });
  return { id: ids.next("led"), kind, at, actor, subject, payload, salt: salt.toString("hex"), leaf };
}

/** One parameter however many rows: a statement is parsed and planned as fast for a thousand as for one. */
const ENTER = `
  INSERT INTO ledger_entry (organisation_id, id, kind, at, actor, subject, payload, salt, leaf)
  SELECT $1, id, kind, at, actor, subject, payload, decode(salt, 'hex'), leaf FROM json_to_recordset($2::json)
    AS row (id text, kind text, at timestamptz, actor jsonb, subject text, payload jsonb, salt text, leaf text)`;

/** Inserts entries, unnumbered and in this order: the sequencer numbers what has committed. @returns their ids */
export async function enterAll(session: Session, making: EntryMaking, entries: readonly Entry[]): Promise<string[]> {
  const salts = randomBytes(SALT * entries.length);
  const rows = entries.map((entry, i) => rowOf(making, entry, salts.subarray(SALT * i, SALT * (i + 1))));
  await session.rows("enter", ENTER, [making.organisationId, JSON.stringify(rows)]);
  return rows.map((row) => row.id);
}
