import { capReaches } from "@/lib/domain/authority";
import { authorityHistory } from "@/lib/domain/authority-history";
import { notFound } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { Authority } from "@/lib/domain/state";
import { authorityFacts } from "./authority-facts";
import { readAt } from "./read";

export interface AuthorityCourse {
  pact: string;
  title: string;
  from: string;
  to: string;
  /** Oldest first; the first one says how it began. */
  steps: { at: string; authority: Authority; cause: string }[];
  /** Titles of clauses whose scores were not followed, for their many records. */
  leftOut: string[];
}

const DAY_MS = 24 * 3600_000;
const DAYS = 30;

/** An agent's authority over so many days under each of its live pacts, each shift with its cause. @throws SuretyError not_found */
export async function authorityCourses(actor: Actor, agent: string, days = DAYS): Promise<AuthorityCourse[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const known = await tx.agent.count({ where: { organisationId, slug: agent } });
    if (!known) throw notFound();
    const live = await tx.pactVersion.findMany({
      where: { organisationId, agent, state: "live" },
      orderBy: { pact: "asc" },
    });
    const courses: AuthorityCourse[] = [];
    for (const { pact, document, workflow } of live) {
      const asked = now - days * DAY_MS;
      const past = await authorityFacts(tx, { organisationId, agent, pact, workflow }, asked);
      // Before its first version there was no pact to have an authority under.
      const from = Math.max(asked, past.knownFrom, Math.min(...past.versions.map((one) => one.from)));
      const caps = past.caps.filter((cap) => capReaches(cap, pact, workflow));
      // What came about at this very instant is told with it.
      const shifts = authorityHistory({ ...past, caps }, pact, from, now + 1);
      courses.push({
        pact,
        title: (document as unknown as PactDocument).title,
        from: new Date(from).toISOString(),
        to: new Date(now).toISOString(),
        steps: shifts.map(({ at, ...shift }) => ({ at: new Date(at).toISOString(), ...shift })),
        leftOut: past.leftOut,
      });
    }
    return courses;
  });
}
