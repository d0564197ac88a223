import { actorOf } from "@/lib/db/rows";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export interface PactCommentView {
  id: string;
  /** null: of the whole. */
  clause: string | null;
  says: string;
  by: { id: string; name: string };
  at: string;
  settledBy: { id: string; name: string } | null;
  /** It was said of a wording that has changed since. */
  outdated: boolean;
}

const MOST = 500;

/** What was said of a version, the oldest first. @param hash of the content that stands now */
export async function pactComments(
  actor: Actor,
  pact: string,
  version: number,
  hash: string,
): Promise<PactCommentView[]> {
  return read(actor, async (tx) => {
    const rows = await tx.pactComment.findMany({
      where: { organisationId: actor.organisationId, pact, version },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      take: MOST,
    });
    return rows.map((row) => ({
      id: row.id,
      clause: row.clause,
      says: row.says,
      by: actorOf(row.by),
      at: row.at.toISOString(),
      settledBy: row.settledBy === null ? null : actorOf(row.settledBy),
      outdated: row.hash !== hash,
    }));
  });
}

/** The same for the API, of the version named or the newest. @throws SuretyError not_found */
export async function commentsOf(
  actor: Actor,
  pact: string,
  version?: number,
): Promise<{ pact: string; version: number; items: PactCommentView[] }> {
  const { organisationId } = actor;
  const row = await read(actor, (tx) =>
    tx.pactVersion.findFirst({
      where: { organisationId, pact, version },
      orderBy: { version: "desc" },
      select: { version: true, hash: true },
    }),
  );
  if (!row) throw notFound();
  return { pact, version: row.version, items: await pactComments(actor, pact, row.version, row.hash) };
}
