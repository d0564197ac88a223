import { z } from "zod";
import { lockClauses } from "@/lib/db/lines";
import { actorOf, asJson } from "@/lib/db/rows";
import { durationMs } from "@/lib/domain/duration";
import type { FieldError } from "@/lib/domain/errors";
import { invalid } from "@/lib/domain/errors";
import { lineRelease } from "@/lib/domain/evidence";
import { reason, release, slug } from "@/lib/domain/fields";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import { actorRecord } from "@/lib/domain/roles";
import { type VerbContext, verb } from "../verb";

const MOST_CLAUSES = 200;
const HOUR_MS = 3_600_000;
/** How long an owner has, at most. */
const LONGEST_MS = 7 * 24 * HOUR_MS;

export const requestEvidenceInput = z.strictObject({
  clauses: z
    .array(z.strictObject({ pact: slug, clause: slug, release: release.optional() }))
    .min(1, { error: "must name at least one clause" })
    .max(MOST_CLAUSES, { error: `must be at most ${MOST_CLAUSES} clauses` }),
  note: reason.optional().describe("What the owner should know"),
});

/** What became of one clause that was asked for. */
export interface RequestedEvidence {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  /** "" where its evidence is not per release. */
  release: string;
  /** Slug of the team that was told. */
  team: string;
  askedAt: string;
  dueAt: string;
  by: { type: string; id: string; name: string };
  /** Its webhook is asked as well. */
  webhook: boolean;
  /** Somebody had asked, and waits still: nobody was told again. */
  waiting: boolean;
}

interface Wanted {
  document: PactDocument;
  clause: Clause;
  release: string;
}

/**
 * Asks the owners of clauses for new evidence: each team is told, and the clause's webhook asked where it names one. What
 * waits for an answer already is not asked again. Nothing is decided otherwise for it.
 * @throws SuretyError invalid, naming the clause that is not in force or takes no evidence
 */
export const requestEvidence = verb({
  name: "evidence.request",
  permission: "evidence.request",
  input: requestEvidenceInput,
  async work(context, { clauses, note }) {
    const wanted = await findWanted(context, clauses);
    for (const workflow of new Set(wanted.map(({ document }) => document.workflow))) context.requireWorkflow(workflow);
    const keys = wanted.map(({ document, clause }) => ({ ...document, clause: clause.key }));
    await lockClauses(context.tx, context.organisationId, keys);
    const items: RequestedEvidence[] = [];
    for (const one of wanted) items.push(await ask(context, one));
    const told = items
      .filter(({ waiting }) => !waiting)
      .map(({ id, agent, pact, clause, release, team, dueAt }) => ({
        kind: "evidence.requested",
        subject: `clause/${pact}/${clause}`,
        payload: { agent, pact, clause, release, team, asked: id, answerBy: dueAt, note: note ?? null },
      }));
    const [first, ...others] = told;
    if (!first) return { unchanged: true, result: { items } };
    return { result: { items }, entries: [first, ...others], effect: "none", outbox: told };
  },
});

async function findWanted(
  { tx, organisationId }: VerbContext,
  asked: z.output<typeof requestEvidenceInput>["clauses"],
): Promise<Wanted[]> {
  const pacts = [...new Set(asked.map(({ pact }) => pact))];
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, state: "live", pact: { in: pacts } },
    select: { document: true },
  });
  const documents = rows.map(({ document }) => document as unknown as PactDocument);
  const agents = await tx.agent.findMany({
    where: { organisationId, slug: { in: documents.map(({ agent }) => agent) } },
    select: { slug: true, release: true },
  });
  const current = new Map(agents.map((one) => [one.slug, one.release]));
  const errors: FieldError[] = [];
  const wanted = new Map<string, Wanted>();
  asked.forEach((one, index) => {
    const document = documents.find(({ pact }) => pact === one.pact);
    const clause = document?.clauses.find(({ key }) => key === one.clause);
    const wrong = !document
      ? { path: "pact", message: "must be a pact with a live version" }
      : clause?.evidence
        ? null
        : { path: "clause", message: "must be a clause of the live version, with an evidence part" };
    if (wrong) errors.push({ path: `clauses.${index}.${wrong.path}`, message: wrong.message });
    if (!document || !clause?.evidence) return;
    const of = lineRelease(clause, one.release ?? current.get(document.agent) ?? "");
    wanted.set(`${one.pact}\n${one.clause}\n${of}`, { document, clause, release: of });
  });
  if (errors.length > 0) throw invalid(errors);
  return [...wanted.values()];
}

/** Puts one question down, or finds the one that waits. */
async function ask({ tx, now, id, actor, organisationId }: VerbContext, wanted: Wanted): Promise<RequestedEvidence> {
  const { document, clause, release: of } = wanted;
  const place = { agent: document.agent, pact: document.pact, clause: clause.key, release: of };
  const open = await tx.reverification.findFirst({
    where: {
      organisationId,
      ...place,
      reason: "asked",
      answeredAt: null,
      unansweredAt: null,
      dueAt: { gt: new Date(now) },
    },
  });
  const url = clause.evidence?.reverify ?? "";
  const patience = Math.ceil(durationMs(clause.evidence?.freshness ?? "P1D") / 5);
  const at = new Date(now);
  const row =
    open ??
    (await tx.reverification.create({
      data: {
        ...{ organisationId, id: id("rvf"), ...place, reason: "asked", since: at, url, askedAt: at, nextAt: at },
        askedBy: asJson(actorRecord(actor)),
        dueAt: new Date(now + Math.min(Math.max(patience, HOUR_MS), LONGEST_MS)),
        // Without a webhook there is nothing to send: the event tells the owner.
        deliveredAt: url === "" ? at : null,
      },
    }));
  return {
    ...{ id: row.id, ...place, team: clause.owner, webhook: row.url !== "", waiting: open !== null },
    askedAt: row.askedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    by: actorOf(row.askedBy),
  };
}
