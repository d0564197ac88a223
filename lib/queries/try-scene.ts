import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { AgentSnapshot, Snapshot } from "@/lib/domain/snapshot";
import type { TryAgent, TryScene } from "@/lib/domain/tried";
import { runtime } from "@/lib/runtime/runtime";
import { decisionPage } from "./decisions";
import { readNow } from "./read";

const RECENT = 60;
const MOST_KINDS = 8;

const distinct = (values: (string | undefined)[]): string[] => [
  ...new Set(values.filter((one): one is string => Boolean(one))),
];
/** Names that a request may carry: no pattern. */
const exact = (names: (string | undefined)[]): string[] => distinct(names).filter((name) => !name.endsWith("*"));

function agentOf({ agent, book }: AgentSnapshot, { workflows }: Snapshot): TryAgent {
  const documents = book.pacts.map(({ program }) => program.document);
  const paths = distinct(documents.map(({ workflow }) => workflow));
  const named = workflows.filter(({ slug }) => paths.includes(slug)).flatMap(({ actions }) => actions);
  const scope = documents.flatMap((document) => [
    ...document.scope.actions,
    ...document.clauses.flatMap(({ actions }) => actions),
  ]);
  const facts = new Map(documents.flatMap((document) => Object.entries(document.facts ?? {})));
  return {
    slug: agent.slug,
    release: agent.release,
    candidates: agent.candidates,
    actions: exact([...scope, ...named.map(({ name }) => name)]).sort(),
    workflows: paths,
    counterparties: distinct(documents.map(({ parties }) => parties.counterparty)),
    facts: [...facts].map(([name, { type, unit }]) => ({ name, type, unit: unit ?? null })),
  };
}

const titlesOf = (document: PactDocument): [string, string][] => [
  [document.pact, document.title],
  ...document.clauses.map((clause): [string, string] => [`${document.pact}/${clause.key}`, clause.title]),
];

/** What a request may be made of on the page where one is tried out. */
export async function tryScene(actor: Actor): Promise<TryScene> {
  const { clock } = runtime();
  const recorded = await decisionPage(actor, {}, RECENT, undefined, clock.now());
  return readNow(actor, async (_tx, { snapshot }) => {
    const agents = [...snapshot.agents.values()];
    const kinds = new Map<string, TryScene["recent"][number]>();
    for (const { id, request, verdict } of recorded) {
      const kind = `${request.agent}\n${request.action}\n${verdict}`;
      if (id !== null && !kinds.has(kind) && kinds.size < MOST_KINDS) kinds.set(kind, { id, request });
    }
    const documents = agents.flatMap(({ book }) => book.pacts.map(({ program }) => program.document));
    return {
      agents: agents.map((agent) => agentOf(agent, snapshot)),
      recent: [...kinds.values()],
      titles: Object.fromEntries(documents.flatMap(titlesOf)),
    };
  });
}
