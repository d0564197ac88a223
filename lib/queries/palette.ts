import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** A thing of the organisation that can be gone to by name. */
export interface Destination {
  label: string;
  /** What it is, in one word. */
  kind: "agent" | "pact" | "clause" | "workflow";
  href: string;
  keywords: string[];
}

/** As many of each kind as a palette is filtered through in the browser. */
const MOST = 300;

/** Agents, pacts with their clauses, and workflows, by name. */
export async function destinations(actor: Actor): Promise<Destination[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const named = { where: { organisationId }, select: { slug: true, name: true }, take: MOST } as const;
    const agents = await tx.agent.findMany({ ...named, orderBy: { slug: "asc" } });
    const workflows = await tx.workflow.findMany({ ...named, orderBy: { slug: "asc" } });
    const versions = await tx.pactVersion.findMany({
      where: { organisationId, state: { not: "superseded" } },
      orderBy: [{ pact: "asc" }, { version: "desc" }],
      distinct: ["pact"],
      select: { document: true },
      take: MOST,
    });
    const documents = versions.map(({ document }) => document as unknown as PactDocument);
    return [
      ...agents.map(({ slug, name }) => entry("agent", name, `/agents/${slug}`, [slug])),
      ...documents.map((pact) => entry("pact", pact.title, `/pacts/${pact.pact}`, [pact.pact, pact.agent])),
      ...documents.flatMap(({ pact, clauses }) =>
        clauses.map(({ key, title }) => entry("clause", title, `/pacts/${pact}#${key}`, [key, pact])),
      ),
      ...workflows.map(({ slug, name }) => entry("workflow", name, `/workflows/${slug}`, [slug])),
    ];
  });
}

const entry = (kind: Destination["kind"], label: string, href: string, keywords: string[]): Destination => ({
  kind,
  label,
  href,
  keywords,
});
