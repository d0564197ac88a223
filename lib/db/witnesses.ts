import type { Sessions } from "./client";

/** A witness that has not cosigned the newest signed head yet. */
export interface DueWitness {
  organisationId: string;
  id: string;
  url: string;
  /** Its verifier key. */
  key: string;
  /** What it cosigned last; 0 before the first. */
  size: number;
  /** The newest signed head. */
  signedSize: number;
  note: string;
  problem: string | null;
}

interface Row {
  organisation_id: string;
  id: string;
  url: string;
  key: string;
  size: number;
  signed_size: number;
  note: string;
  problem: string | null;
}

/** Witnesses that are behind, of every organisation. @param most at most so many @param except ids that are left alone for now */
export async function dueWitnesses(db: Sessions, most: number, except: readonly string[]): Promise<DueWitness[]> {
  return db.session(async (session) => {
    const rows = await session.rows<Row>(
      "due-witnesses",
      `SELECT w.organisation_id, w.id, w.url, w.key, w.size::int AS size, c.size::int AS signed_size, c.note, w.problem
       FROM ledger_witness w JOIN ledger_checkpoint c USING (organisation_id)
       WHERE w.size < c.size AND w.id <> ALL($2::text[]) ORDER BY w.cosigned_at NULLS FIRST LIMIT $1`,
      [most, except],
    );
    return rows.map(({ organisation_id: organisationId, signed_size: signedSize, ...row }) => ({
      ...row,
      organisationId,
      signedSize,
    }));
  });
}

/** Keeps a cosigned checkpoint, unless a newer one is kept. */
export async function putCosigned(
  db: Sessions,
  { organisationId, id }: DueWitness,
  size: number,
  note: string,
  now: number,
): Promise<void> {
  await db.session((session) =>
    session.rows(
      "put-cosigned",
      `UPDATE ledger_witness SET size = $3, note = $4, cosigned_at = $5, problem = NULL
       WHERE organisation_id = $1 AND id = $2 AND size <= $3`,
      [organisationId, id, size, note, new Date(now)],
    ),
  );
}

/** Notes why a witness did not cosign. */
export async function putWitnessProblem(db: Sessions, { organisationId, id }: DueWitness, why: string): Promise<void> {
  await db.session((session) =>
    session.rows(
      "put-witness-problem",
      "UPDATE ledger_witness SET problem = $3 WHERE organisation_id = $1 AND id = $2",
      [organisationId, id, why],
    ),
  );
}
