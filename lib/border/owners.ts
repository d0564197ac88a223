import "server-only";
import { isSuretyError } from "@/lib/domain/errors";
import { withOwner } from "@/lib/domain/owners";
import type { Actor } from "@/lib/domain/roles";
import { pactVersion } from "@/lib/queries/pact";
import { pactSource } from "@/lib/queries/pact-source";
import { savePact } from "@/lib/services/pacts/save";

export interface OwnerChange {
  clauses: { pact: string; clause: string }[];
  owner: string;
}

/** What became of one pact: the draft that gives its clauses the new owner, or why there is none. */
interface OwnerResult {
  pact: string;
  version: number | null;
  refused: string | null;
}

/**
 * Gives clauses of several pacts a new owner: one draft a pact, upon the draft there is or the version in force. Each pact is
 * saved on its own and has its own result; people approve and publish as ever.
 */
export async function changeOwners(actor: Actor, { clauses, owner }: OwnerChange) {
  const results: OwnerResult[] = [];
  const entries: string[] = [];
  for (const pact of new Set(clauses.map((one) => one.pact))) {
    const keys = clauses.filter((one) => one.pact === pact).map(({ clause }) => clause);
    try {
      const { draft, hash } = await pactVersion(actor, pact);
      const source = await pactSource(actor, pact, draft?.version);
      const { text } = withOwner(source.text, keys, owner);
      const saved = await savePact(actor, { pact, text, format: "yaml", base: draft?.hash ?? hash });
      results.push({ pact, version: saved.result.version, refused: null });
      entries.push(...saved.entries);
    } catch (error) {
      if (!isSuretyError(error)) throw error;
      results.push({ pact, version: null, refused: error.message });
    }
  }
  return { result: results, entries };
}
