import { runtime } from "@/lib/runtime/runtime";

/** Ends a session: the next request with its cookie is nobody's. Closing what is closed changes nothing. */
export async function closeSession(id: string): Promise<void> {
  const { db, clock } = runtime();
  await db.system((tx) =>
    tx.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date(clock.now()) } }),
  );
}
