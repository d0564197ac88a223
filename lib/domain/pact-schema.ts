/** The JSON Schema of pact documents as people write them: what editors complete from, with a word on every key. */
import { z } from "zod";
import { pactSchema } from "./pact.ts";

/** What a key means, wherever in a document it stands. */
const KEYS: Record<string, string> = {
  surety: "The version of this format: 1.",
  pact: "The pact's slug, unique in the organisation.",
  title: "What people call it.",
  agent: "Slug of the agent that it binds; registered beforehand.",
  workflow: "Slug of the workflow that it binds the agent in.",
  parties: "Who promises, and to whom; without a counterparty the pact is internal.",
  mode: "enforce (default): it decides. shadow: it only says what it would have decided.",
  permit: "How long a permit may be used once given; default PT5M.",
  facts:
    "What requests carry in `context`, with types; checked at publish and at the request. A unit such as EUR makes a number money.",
  scope: "What the agent may do at all under this pact.",
  outside: "What happens to everything else; default block.",
  release: "assumed (default): an absent release means the current one. required: requests name theirs.",
  levels: "What authority `limited` means.",
  limited: "Paths under `context`, each with max, min, only or equals: what `degrade` means unless it says otherwise.",
  clauses: "The promises, one by one.",
  key: "Names the clause within the pact; stays the same from version to version.",
  obligation: "What is promised, in a sentence that people agreed on.",
  severity: "critical, major or minor: how much it weighs.",
  owner: "Slug of the team that answers for it.",
  recertify: "How often the owner says that the clause itself is still right, such as P30D.",
  actions: "Exact names, prefixes such as payments.*, or *; of a clause: default all of scope.actions.",
  when: "CEL over agent, action, workflow, release, resource, context: whom the clause concerns; default true.",
  require: "CEL: what the request itself must satisfy, else `violation`.",
  evidence: "What proves the clause; needs a consequence for missing and stale.",
  method: "eval, runtime, attestation or human.",
  describe: "How it is tested, so that a reader can judge it.",
  target: "The pass rate that is promised, 0 to 1; default 1.",
  freshness: "The window: how long passing evidence counts, such as P7D.",
  perRelease: "Evidence counts only for the release that it tested; default true.",
  minChecks: "A record with fewer checks renews nothing; default 1.",
  from: "Sources whose evidence renews the window; default any but the agent's own outcomes.",
  reverify: "Address of a webhook that is asked for new evidence at four fifths of the window and on suspected drift.",
  spans: "Spans of OpenTelemetry, sent to /v1/traces, that are checks of this clause.",
  match: "Attributes (of the span or its resource; `name` is the span's) that all must have one of these values.",
  failed: "Attributes of which any makes the check a failed one, beside the span's status ERROR.",
  failures: "So many failing records within so long: trigger `failures`.",
  drift:
    "Under a clause: watches for drift, verified automatically or by a person. Under `on`: what drift does, perhaps in stages.",
  score: "Under a clause: the line below which `score` acts. Under `on`: what it does.",
  restore: "How a latched consequence is lifted: auto, or signoff (default for critical clauses).",
  respond: "What the owner owes when the clause acts.",
  on: "What happens, trigger by trigger: block, review, degrade or settle. Every trigger that the clause can raise needs one.",
  violation: "The request does not satisfy `require`.",
  missing: "No evidence that counts.",
  stale: "The newest passing evidence has outlived its window.",
  incident: "An incident is open, at this severity or above.",
  limits: "What a degraded request must fit.",
  at: "Of a drift stage: at most one false alarm in so many checks; default 10000.",
  overrides: "How long overrides may be, and how many.",
  settlement: "Money that a clause holds or forfeits, in minor units of its currency.",
};

type Json = Record<string, unknown>;

/** Puts a word on every property that has none. */
function described(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(described);
  if (typeof node !== "object" || node === null) return node;
  const own = Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, described(inner)])) as Json;
  const { properties } = own;
  if (typeof properties !== "object" || properties === null) return own;
  const told = Object.entries(properties).map(([name, schema]) => {
    const description = KEYS[name];
    return [name, description ? { description, ...(schema as Json) } : schema];
  });
  return { ...own, properties: Object.fromEntries(told) };
}

/** The schema (JSON Schema 2020-12). @param id its own address */
export function pactJsonSchema(id: string): Json {
  const schema = z.toJSONSchema(pactSchema, { io: "input", unrepresentable: "any", target: "draft-2020-12" }) as Json;
  const { $schema, ...rest } = described(schema) as Json;
  return { $schema, $id: id, title: "Pact", description: "A Surety pact document, version 1", ...rest };
}
