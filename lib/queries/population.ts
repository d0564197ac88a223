import { notFound } from "@/lib/domain/errors";
import { decisionMember, type Member, type Population } from "@/lib/domain/population";
import type { Actor } from "@/lib/domain/roles";
import { decisionPage } from "./decisions";
import { evidencePage } from "./evidence";
import { overridePage } from "./overrides";
import { read } from "./read";

/** A pact and a period: `[from, to)`, ms. */
export interface PopulationOf {
  pact: string;
  from: number;
  to: number;
}

const PAGE = 500;
type Pages = (actor: Actor, of: PopulationOf, before?: string) => Promise<{ members: Member[]; next: string | null }>;

/** What a page after `next` begins after: null once it was the last. */
const nextOf = <T>(rows: readonly T[], key: (row: T) => string): string | null =>
  rows.length > PAGE ? key(rows[PAGE - 1] as T) : null;
const within = (at: string, { from, to }: PopulationOf) => Date.parse(at) >= from && Date.parse(at) < to;

const PAGES: Record<Population, Pages> = {
  async decisions(actor, { pact, from, to }, before) {
    const rows = await decisionPage(actor, { pact, from, to }, PAGE, before, to);
    return { members: rows.slice(0, PAGE).map(decisionMember), next: nextOf(rows, ({ id }) => id ?? "") };
  },
  async evidence(actor, of, before) {
    const rows = await evidencePage(actor, { pact: of.pact }, PAGE, before);
    const members = rows.slice(0, PAGE).flatMap(({ view }) => (within(view.observedAt, of) ? [{ ...view }] : []));
    return { members, next: nextOf(rows, ({ seq }) => seq) };
  },
  async overrides(actor, of, before) {
    const rows = await overridePage(actor, { pact: of.pact }, PAGE, of.to, before);
    const inForce = rows
      .slice(0, PAGE)
      .filter(({ startsAt, endsAt }) => Date.parse(startsAt) < of.to && Date.parse(endsAt) >= of.from);
    return { members: inForce.map((view) => ({ ...view })), next: nextOf(rows, ({ id }) => id) };
  },
};

/** @throws SuretyError not_found where there is no such pact */
export async function knownPact(actor: Actor, pact: string): Promise<void> {
  const { organisationId } = actor;
  if ((await read(actor, (tx) => tx.pact.count({ where: { organisationId, slug: pact } }))) === 0) throw notFound();
}

/**
 * Everything of one kind about a pact in a period, page by page, the newest first: decisions made, evidence observed, overrides
 * in force in it. None is left out, and no more than a page is held at a time.
 */
export async function* population(actor: Actor, what: Population, of: PopulationOf): AsyncGenerator<Member[]> {
  let before: string | undefined;
  do {
    const { members, next } = await PAGES[what](actor, of, before);
    yield members;
    before = next ?? undefined;
  } while (before !== undefined);
}
