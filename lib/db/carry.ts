import { evidenceHash } from "@/lib/domain/canonical";
import type { PactDocument } from "@/lib/domain/pact";
import type { Tx } from "./client";

/** Evidence of one clause that counts on under another wording: an approver said that nothing else changed. */
export interface Carry {
  clause: string;
  from: string;
  to: string;
}

const hashIn = (document: unknown, key: string): string | null => {
  const whole = document as PactDocument;
  const clause = whole.clauses.find((one) => one.key === key);
  return clause ? evidenceHash(whole, clause) : null;
};

/** What approvers carried over in this pact so far. A version follows on the one before it: none is left out. */
export async function carries(tx: Tx, organisationId: string, pact: string): Promise<Carry[]> {
  const approvals = await tx.pactApproval.findMany({
    where: { organisationId, pact, carried: { isEmpty: false } },
    select: { version: true, carried: true },
  });
  if (approvals.length === 0) return [];
  const numbers = approvals.flatMap(({ version }) => [version - 1, version]);
  const versions = await tx.pactVersion.findMany({
    where: { organisationId, pact, version: { in: numbers } },
    select: { version: true, document: true },
  });
  const documents = new Map(versions.map(({ version, document }) => [version, document]));
  return approvals.flatMap(({ version, carried }) =>
    carried.flatMap((clause) => {
      const from = documents.has(version - 1) ? hashIn(documents.get(version - 1), clause) : null;
      const to = hashIn(documents.get(version), clause);
      return from && to && from !== to ? [{ clause, from, to }] : [];
    }),
  );
}

/** The evidence hashes whose records count for `hash`: itself, and all that was carried over to it. */
export function countingFor(all: readonly Carry[], clause: string, hash: string): string[] {
  const found = new Set([hash]);
  for (const known of found) {
    for (const carry of all) if (carry.clause === clause && carry.to === known) found.add(carry.from);
  }
  return [...found];
}
