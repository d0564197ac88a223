import pg from "pg";

/** One statement on its way: bound and executed in one write, and no description asked for, since it returns no columns. */
class Statement implements pg.Submittable {
  rows = 0;
  private error: Error | null = null;

  constructor(
    readonly name: string,
    readonly text: string,
    private readonly values: (string | Buffer)[],
    private readonly prepared: Set<string>,
    private readonly done: (error: Error | null, rows: number) => void,
  ) {}

  submit(connection: pg.Connection): void {
    const { stream } = connection;
    stream.cork();
    if (!this.prepared.has(this.name)) connection.parse({ name: this.name, text: this.text, types: [] }, true);
    connection.bind({ statement: this.name, values: this.values }, true);
    connection.execute({}, true);
    connection.sync();
    stream.uncork();
  }
  handleRowDescription(): void {}
  handleDataRow(): void {
    this.rows++;
  }
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
  handleCommandComplete(): void {
    this.prepared.add(this.name);
  }
  handleCopyInResponse(): void {}
  handleReadyForQuery(): void {
    this.done(this.error, this.rows);
  }
  handleError(error: Error): void {
    this.done(error, 0);
  }
}

/** What the database tells leaves the connection as it was, unless it tells that it ends. */
function leavesConnection(error: Error | null): boolean {
  if (error === null) return true;
  const { severity } = error as { severity?: string };
  return severity === "ERROR";
}

interface Connection {
  client: pg.Client;
  /** Names of statements that this connection knows. */
  prepared: Set<string>;
}

export interface Scribe {
  /**
   * Runs one statement that returns no columns, in a transaction of its own.
   * @param values text, or bytes
   * @returns how many rows it gave
   * @throws the database's error; or that of a connection which was lost or had no answer for `patience` ms: then nobody
   *   knows whether it was carried out
   */
  run(name: string, text: string, values: (string | Buffer)[]): Promise<number>;
  /** Server processes of the connections that were given up without an answer. */
  lost(): readonly number[];
  end(): Promise<void>;
}

/** Given up connections that are remembered. */
const MOST_LOST = 100;

/**
 * Connections for the statement that every group commit waits for: a pool's own work, and the library's for results of
 * every shape, would cost as much as ten decisions each time.
 * @param most connections that stay open
 */
export function createScribe(config: pg.ClientConfig, patience: number, most: number): Scribe {
  const idle: Connection[] = [];
  const lost: number[] = [];
  let ended = false;

  const open = async (): Promise<Connection> => {
    const client = new pg.Client({ ...config, connectionTimeoutMillis: patience });
    const connection = { client, prepared: new Set<string>() };
    client.on("error", () => discard(connection));
    await client.connect();
    return connection;
  };
  const discard = (connection: Connection): void => {
    const at = idle.indexOf(connection);
    if (at >= 0) idle.splice(at, 1);
    void connection.client.end().catch(() => {});
  };

  return {
    async run(name, text, values) {
      const connection = idle.pop() ?? (await open());
      const { client, prepared } = connection;
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          const { connection: wire, processID } = client as unknown as { connection: pg.Connection; processID: number };
          const { stream } = wire;
          if (lost.push(processID) > MOST_LOST) lost.shift();
          stream.destroy(new Error(`the database did not answer within ${patience} ms`));
        }, patience);
        const done = (error: Error | null, rows: number) => {
          clearTimeout(late);
          // A first run that failed leaves open whether the statement is known by its name: another connection asks anew.
          const sound = leavesConnection(error) && prepared.has(name);
          if (sound && !ended && idle.length < most) idle.push(connection);
          else discard(connection);
          if (error) reject(error);
          else resolve(rows);
        };
        client.query(new Statement(name, text, values, prepared, done));
      });
    },
    lost: () => lost,
    async end() {
      ended = true;
      await Promise.all(idle.splice(0).map(({ client }) => client.end()));
    },
  };
}
