import { listDecisions } from "@/lib/db/decisions";
import { pactFacts } from "@/lib/db/pact-facts";
import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { pactVersion } from "./pact";
import { pactSource } from "./pact-source";
import { read } from "./read";

/** A pact as its editor opens it: the draft, or the live version that a draft is made from. */
export interface PactEditing {
  pact: string;
  title: string;
  version: number;
  state: "draft" | "in_review" | "live" | "superseded";
  hash: string;
  /** The document as it was written. */
  text: string;
  edits: number;
  editedBy: { id: string; name: string };
  editedAt: string;
  /** Approvals that an edit would void. */
  approvals: number;
  /** What is in force, to be compared with. */
  live: { version: number; document: PactDocument } | null;
}

/** @throws SuretyError not_found */
export async function pactEditing(actor: Actor, pact: string): Promise<PactEditing> {
  const current = await pactVersion(actor, pact);
  const open = current.draft ? await pactVersion(actor, pact, current.draft.version) : current;
  const { title, version, state, edits, editedAt, approvals } = open;
  const { id, name } = open.editedBy;
  // Text and hash of one moment: the next save is held against this hash.
  const { text, hash } = await pactSource(actor, pact, version);
  return {
    pact,
    title,
    version,
    state,
    hash,
    text,
    edits,
    editedBy: { id, name },
    editedAt,
    approvals: approvals.length,
    live: current.state === "live" ? { version: current.version, document: current.document } : null,
  };
}

/** When each clause, as worded under an evidence hash, was last tested and passed: `key evidence-hash release` → RFC 3339. */
export type NewestTests = Readonly<Record<string, string>>;

/** @throws SuretyError not_found */
export async function newestTests(actor: Actor, pact: string): Promise<{ release: string; tests: NewestTests }> {
  const { live, draft } = await pactVersion(actor, pact);
  const { document } = await pactVersion(actor, pact, (draft ?? live)?.version);
  return read(actor, async (tx) => {
    const { agent, lines } = await pactFacts(tx, actor.organisationId, document);
    const tested = lines.flatMap(({ clause, evidenceHash, release, newest }) =>
      newest ? [[`${clause} ${evidenceHash} ${release}`, new Date(newest.observedAt).toISOString()] as const] : [],
    );
    return { release: agent?.release ?? "", tests: Object.fromEntries(tested) };
  });
}

/** A request that was decided: what a draft can be tried on. */
export interface RecordedRequest {
  id: string;
  at: string;
  action: string;
  resource?: unknown;
  context?: Record<string, unknown>;
}

const MOST = 200;

/** The newest recorded requests of an agent in a workflow. */
export async function recordedRequests(actor: Actor, agent: string, workflow: string): Promise<RecordedRequest[]> {
  return read(actor, async (tx) => {
    const found = await listDecisions(tx, actor.organisationId, { agent: [agent], workflow }, MOST);
    return found.map(({ id, request: { action, resource, context }, answer }) => ({
      id,
      at: new Date(answer.decidedAt).toISOString(),
      action,
      resource,
      context,
    }));
  });
}
