import pg from "pg";
import { connect, type Sessions, sessions, type Units, units } from "./client";
import { probe } from "./probe";
import { type ReadBack, readBack } from "./read-back";
import { type DecisionBatch, type RecordResult, record } from "./recorder";
import type { Spooled } from "./spool";
import { loadState } from "./state";

type Loaded = Awaited<ReturnType<typeof loadState>>;

/** What notifications tell a process. */
interface Heard {
  change(organisationId: string, revision: number): void;
  /** Something was posted to the outbox. */
  posted(organisationId: string): void;
  /** Notifications may have been lost. */
  gap(): void;
}

/** What the process knows of its database. One per process, made by `openDatabase`. */
export interface Database extends Units, Sessions {
  url: string;
  loadState(organisationId: string, since: number, now: number): Promise<Loaded>;
  record(batch: DecisionBatch): Promise<RecordResult>;
  /** Holds the fence of an organisation still while `decide` makes a batch of the state as it is: cannot be fenced. */
  recordHeld(
    organisationId: string,
    now: number,
    decide: (state: Loaded) => DecisionBatch | null,
  ): Promise<RecordResult>;
  /** Reconnects by itself. Returns a stop function. */
  listen(heard: Heard): Promise<() => Promise<void>>;
  /** Revisions of these organisations now: what heals a lost notification. */
  revisions(organisationIds: string[]): Promise<Map<string, number>>;
  ping(): Promise<void>;
  /** Whether it takes work, asked on a connection of its own and with little patience. Throws what keeps it from that. */
  probe(): Promise<void>;
  /** Stores what was answered while it was away (read-back.ts). */
  readBack(spooled: Spooled): Promise<ReadBack>;
  close(): Promise<void>;
}

export function openDatabase(url: string): Database {
  const connections = connect(url);
  const { pool, prisma, scribe } = connections;
  const bare = sessions(connections);
  return {
    ...units(connections),
    ...bare,
    url,
    loadState: (organisationId, since, now) => loadState(pool, organisationId, since, now),
    record: (batch) => record(scribe.run, batch),
    recordHeld: async (organisationId, now, decide) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        await client.query("SELECT 1 FROM organisation_fence WHERE organisation_id = $1 FOR SHARE", [organisationId]);
        const batch = decide(await loadState(client, organisationId, 0, now));
        const run = async (name: string, text: string, values: (string | Buffer)[]) =>
          (await client.query({ name, text, values })).rowCount ?? 0;
        const result = batch ? await record(run, batch) : "recorded";
        await client.query(result === "recorded" ? "COMMIT" : "ROLLBACK");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
    listen: (heard) => listen(url, heard),
    revisions: async (organisationIds) => {
      const { rows } = await pool.query<{ organisation_id: string; revision: number }>(
        "SELECT organisation_id, revision FROM organisation_revision WHERE organisation_id = ANY($1)",
        [organisationIds],
      );
      return new Map(rows.map((row) => [row.organisation_id, row.revision]));
    },
    ping: async () => {
      await pool.query("SELECT 1");
    },
    probe: () => probe(url, scribe.lost()),
    readBack: (spooled) => readBack(bare, spooled),
    close: async () => {
      await Promise.all([prisma.$disconnect(), pool.end(), scribe.end()]);
    },
  };
}

/** LISTEN on a connection of its own; after a break it reconnects and reports a gap, since notifications may be lost. */
async function listen(url: string, heard: Heard): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  const open = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: "surety listen", keepAlive: true });
    next.on("notification", ({ channel, payload }) => {
      if (channel === "surety_outbox") return heard.posted(payload ?? "");
      const message = JSON.parse(payload ?? "{}") as { o?: string; r?: number };
      if (message.o && message.r) heard.change(message.o, message.r);
    });
    next.on("error", () => {});
    next.on("end", () => {
      if (!stopped) again();
    });
    await next.connect();
    await next.query("LISTEN surety; LISTEN surety_outbox");
    client = next;
  };
  const again = () => {
    clearTimeout(retry);
    retry = setTimeout(() => open().then(heard.gap, again), 500);
  };
  await open();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
