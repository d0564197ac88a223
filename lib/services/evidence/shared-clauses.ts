import type { Tx } from "@/lib/db/client";
import { evidenceHash } from "@/lib/domain/canonical";
import type { FieldError } from "@/lib/domain/errors";
import type { Clause, PactDocument } from "@/lib/domain/pact";

/** What a record is about, with the version of the pact that it tested. */
export interface Tested {
  document: PactDocument;
  clause: Clause;
  evidenceHash: string;
  /** The live version's clause has this very evidence hash. */
  live: boolean;
  /** The agent's current release. */
  current: string;
}

interface Asked {
  agent: string;
  pact: string;
  clause: string;
  /** Hash of the version that was tested; absent: the live one. */
  draft?: string;
}

interface Versions {
  live: PactDocument | null;
  byHash: Map<string, PactDocument>;
}

/** Agents and pact versions that several records name, read once. */
export interface Known {
  releases: Map<string, string>;
  /** The agents that twins stand in for. */
  twins: Map<string, string>;
  pacts: Map<string, Versions>;
  /** Evidence hashes worked out so far. */
  hashes: Map<Clause, string>;
}

/** Reads the agents, and the live and the named versions of the pacts, that records speak of. */
export async function readKnown(tx: Tx, organisationId: string, asked: readonly Asked[]): Promise<Known> {
  const names = (key: "agent" | "pact") => [...new Set(asked.map((one) => one[key]))];
  const hashes = [...new Set(asked.flatMap(({ draft }) => draft ?? []))];
  const agents = await tx.agent.findMany({
    where: { organisationId, slug: { in: names("agent") } },
    select: { slug: true, release: true, twinOf: true },
  });
  const versions = await tx.pactVersion.findMany({
    where: {
      organisationId,
      pact: { in: names("pact") },
      OR: [{ state: { not: "superseded" } }, { hash: { in: hashes } }],
    },
    select: { pact: true, state: true, hash: true, document: true },
  });
  const pacts = new Map<string, Versions>();
  for (const { pact, state, hash, document } of versions) {
    const of = pacts.get(pact) ?? { live: null, byHash: new Map() };
    const parsed = document as unknown as PactDocument;
    of.byHash.set(hash, parsed);
    if (state === "live") of.live = parsed;
    pacts.set(pact, of);
  }
  return {
    releases: new Map(agents.map(({ slug, release }) => [slug, release])),
    twins: new Map(agents.flatMap(({ slug, twinOf }) => (twinOf === null ? [] : [[slug, twinOf]]))),
    pacts,
    hashes: new Map(),
  };
}

/** What a record is about, or the field that is wrong and how to mend it. */
export function findTested(known: Known, asked: Asked): Tested | FieldError {
  const current = known.releases.get(asked.agent);
  if (current === undefined) return { path: "agent", message: "must be a registered agent" };
  const versions = known.pacts.get(asked.pact);
  if (!versions) return { path: "pact", message: "must be a pact of this organisation" };
  const document = asked.draft === undefined ? versions.live : (versions.byHash.get(asked.draft) ?? null);
  if (!document) {
    return asked.draft === undefined
      ? { path: "pact", message: "has no live version yet; name the draft's hash in draft" }
      : { path: "draft", message: "must be the hash of a version of this pact; an edit gives a draft another one" };
  }
  if (document.agent !== (known.twins.get(asked.agent) ?? asked.agent))
    return { path: "agent", message: `must be ${document.agent}, the agent of this pact` };
  const clause = document.clauses.find(({ key }) => key === asked.clause);
  if (!clause) return { path: "clause", message: "must be a clause of this pact" };
  if (!clause.evidence) return { path: "clause", message: "takes no evidence: it has no evidence part" };
  const hash = hashOf(known, document, clause);
  const live = versions.live?.clauses.find(({ key }) => key === asked.clause);
  const isLive = versions.live !== null && live?.evidence !== undefined && hashOf(known, versions.live, live) === hash;
  return { document, clause, evidenceHash: hash, live: isLive, current };
}

function hashOf({ hashes }: Known, document: PactDocument, clause: Clause): string {
  const known = hashes.get(clause);
  if (known !== undefined) return known;
  const hash = evidenceHash(document, clause);
  hashes.set(clause, hash);
  return hash;
}
