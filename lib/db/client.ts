import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "@/lib/generated/prisma/client";
import { createScribe, type Scribe } from "./scribe";

/** A transaction that sees one organisation (or, from `system`, all). The only handle on the database outside lib/db. */
export type Tx = Prisma.TransactionClient;

/** What a unit of work sees beside its organisation. */
interface Sees {
  /** Twins and what belongs to them: a drill's own work does, nothing else (migration 0200). */
  twins?: boolean;
}

/** Units of work. The bare client stays in this folder: nothing runs outside a transaction that chose its role. */
export interface Units {
  /** Runs `work` as surety_app, bound to one organisation by row-level security. Commits when it resolves. */
  organisation<T>(organisationId: string, work: (tx: Tx) => Promise<T>, sees?: Sees): Promise<T>;
  /**
   * Reads one organisation as it stood at one instant, whatever commits meanwhile (the sealer merges segments between
   * one statement of a list and the next). The database refuses writes in it.
   */
  view<T>(organisationId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` as surety_system, which sees every organisation: sign-in look-ups, start-up, the sequencer. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Bare statements, each prepared once per connection: for what runs beside every decision. */
export interface Session {
  /** @param name of the statement, one text each */
  rows<T>(name: string, text: string, values: unknown[]): Promise<T[]>;
}

/** As surety_system, which sees every organisation. Its own `rows` is one statement by itself: no transaction need begin or end. */
export interface Sessions extends Session {
  /** Runs `work` in one transaction. Commits when it resolves. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

export interface Connections {
  pool: pg.Pool;
  prisma: PrismaClient;
  scribe: Scribe;
}

/** A group commit takes some milliseconds. Without an answer for so long, the database counts as away. */
const RECORD_PATIENCE_MS = 3_000;
const UNIT = { maxWait: 10_000, timeout: 30_000 } as const;

/**
 * Opens the pools: one for Prisma's units of work, one for single statements, and the recorder's connections.
 * @param url postgresql://…, PostgreSQL 15 or later
 */
export function connect(url: string): Connections {
  const shared = {
    connectionString: url,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    application_name: "surety",
  };
  // Single statements have no transaction to set a role in: their connections are born as surety_system.
  // What decisions are made from is read here, twins included.
  const single = { ...shared, options: "-c role=surety_system -c surety.drill=on" };
  const pool = new pg.Pool({ ...single, max: 8 });
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg({ ...shared, max: 12 }), errorFormat: "minimal" });
  return { pool, prisma, scribe: createScribe(single, RECORD_PATIENCE_MS, 4) };
}

export function units({ prisma }: Connections): Units {
  return {
    organisation: (organisationId, work, { twins = false } = {}) =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('role', 'surety_app', true), set_config('surety.organisation', ${organisationId}, true),
          set_config('surety.drill', ${twins ? "on" : "off"}, true)`;
        return work(tx);
      }, UNIT),
    view: (organisationId, work) =>
      prisma.$transaction(
        async (tx) => {
          await tx.$executeRaw`SELECT set_config('role', 'surety_app', true), set_config('surety.organisation', ${organisationId}, true), set_config('transaction_read_only', 'on', true)`;
          return work(tx);
        },
        { ...UNIT, isolationLevel: "RepeatableRead" },
      ),
    system: (work) =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('role', 'surety_system', true)`;
        return work(tx);
      }, UNIT),
  };
}

export function sessions({ pool }: Connections): Sessions {
  const rowsOf =
    (connection: pg.Pool | pg.PoolClient) =>
    async <T>(name: string, text: string, values: unknown[]) =>
      (await connection.query({ name, text, values })).rows as T[];
  return {
    rows: rowsOf(pool),
    async session(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("BEGIN");
        const result = await work({ rows: rowsOf(client) });
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((lost: Error) => {
          broken = lost;
        });
        throw error;
      } finally {
        // A connection that cannot even roll back is not given to anybody else.
        client.release(broken);
      }
    },
  };
}
