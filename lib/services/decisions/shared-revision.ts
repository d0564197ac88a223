import { notFound, SuretyError } from "@/lib/domain/errors";
import { runtime } from "@/lib/runtime/runtime";

/**
 * Resolves once this process decides on `revision` or a later one: for callers that read their own write.
 * @throws SuretyError conflict where there is no such revision yet
 */
export async function reachRevision(organisationId: string, revision: number): Promise<void> {
  const { snapshots } = runtime();
  await snapshots.reach(organisationId, revision);
  const snapshot = snapshots.peek(organisationId);
  if (!snapshot) throw notFound();
  if (snapshot.revision < revision) {
    throw new SuretyError("conflict", `Revision ${revision} does not exist yet; the newest is ${snapshot.revision}.`, {
      code: "revision",
    });
  }
}
