import pg from "pg";

const PATIENCE_MS = 1_500;

/** Ends what connections that were given up may still be doing, and tells which of them are there yet. */
const BACKENDS = "pg_stat_activity"; // words: ok
const END = `
  SELECT pid, pg_terminate_backend(pid) FROM ${BACKENDS}
  WHERE pid = ANY($1) AND datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`;

/**
 * Whether the database takes work: on a connection of its own, since those in the pools may wait for an answer for ever.
 * @param lost server processes of connections that were given up in the middle of a statement: once the database is back
 *   such a statement might still be carried out, and must not be after what was answered instead has been stored
 * @throws what keeps it from answering
 */
export async function probe(url: string, lost: readonly number[]): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "surety probe",
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ recovering: boolean }>("SELECT pg_is_in_recovery() AS recovering");
    if (rows[0]?.recovering) throw new Error("the database takes no writes: it is a standby");
    if (lost.length > 0 && (await client.query(END, [lost])).rows.length > 0)
      throw new Error("connections that were given up are being ended");
  } finally {
    client.end().catch(() => {});
  }
}

/** Syscalls that fail when nobody answers, and what the libraries say of it in words. */
const UNREACHED = /^E(CONN|PIPE|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH|AI_AGAIN)/;
const WORDS =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|Can't reach database server|did not answer|Client has encountered a connection error|Client was closed|Query read timeout/i;
/** SQLSTATE: connection exceptions, insufficient resources, shutting down or starting, system errors, a standby. */
const STATE = /^(08|53|57P|58|25006)/;
/** Prisma's: not reached, too slow to reach, timed out, closed. */
const PRISMA = /^P(1001|1002|1008|1017)$/;

/** Whether an error is one that a database brings about which is not there, rather than by what was asked of it. */
export function isOfAbsence(error: unknown): boolean {
  for (let at = error as { code?: unknown; message?: unknown; cause?: unknown } | undefined; at; ) {
    if (typeof at !== "object") return false;
    const { code, message } = at;
    if (typeof code === "string" && (UNREACHED.test(code) || STATE.test(code) || PRISMA.test(code))) return true;
    if (typeof message === "string" && WORDS.test(message)) return true;
    const { errors } = at as { errors?: unknown };
    if (Array.isArray(errors) && errors.some(isOfAbsence)) return true;
    at = at.cause as typeof at;
  }
  return false;
}
