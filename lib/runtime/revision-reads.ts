import type { Database } from "@/lib/db/database";

interface Reads {
  running: Promise<Map<string, number>>;
  next: { names: Set<string>; read: Promise<Map<string, number>> } | null;
}

/**
 * The revision of an organisation as the database has it, read after the call came. Calls that come while a read is under
 * way share the one after it: however many ask, two reads are under way or due.
 * @returns a function of the organisation's id; undefined where there is none
 */
export function createRevisionReads(db: Pick<Database, "revisions">) {
  let reads: Reads | null = null;
  const start = (names: Set<string>): Promise<Map<string, number>> => {
    const running = db.revisions([...names]);
    const own: Reads = { running, next: null };
    reads = own;
    const done = () => {
      if (!own.next) reads = null;
    };
    running.then(done, done);
    return running;
  };
  return async (organisationId: string): Promise<number | undefined> => {
    if (!reads) return (await start(new Set([organisationId]))).get(organisationId);
    const own: Reads = reads;
    if (!own.next) {
      const names = new Set<string>();
      const begin = () => start(names);
      own.next = { names, read: own.running.then(begin, begin) };
    }
    own.next.names.add(organisationId);
    return (await own.next.read).get(organisationId);
  };
}
