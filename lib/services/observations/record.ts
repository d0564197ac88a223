import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { findingOwner, type NewFindingRow, noteSeen, seenKey } from "@/lib/db/findings";
import {
  freePermits,
  lockObservations,
  namedDecisions,
  type ObservationRow,
  type ObservationView,
  observationView,
  storeObservations,
} from "@/lib/db/observations";
import { type FieldError, invalid } from "@/lib/domain/errors";
import { identifier, text, time } from "@/lib/domain/fields";
import { findingOf } from "@/lib/domain/finding";
import { type Joined, joinObservations, type Observed, SLACK_MS } from "@/lib/domain/observation";
import { oneOrMany } from "@/lib/domain/one-or-many";
import { actorRecord } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { runtime } from "@/lib/runtime/runtime";
import { type VerbContext, verb } from "../verb";

const LONGEST_RESOURCE = 8192;
const DAY_MS = 24 * 3600_000;
const FIVE_MINUTES_MS = 5 * 60_000;

const observation = z.strictObject({
  agent: text(200),
  action: text(200),
  at: time,
  decision: identifier.optional(),
  resource: z
    .unknown()
    .refine((value) => value === undefined || JSON.stringify(value).length <= LONGEST_RESOURCE, {
      error: "must be at most 8 KB of JSON",
    })
    .optional(),
});
type ObservationInput = z.output<typeof observation>;

/** One observation, or up to 1,000. */
export const observationBody = oneOrMany(observation, 1000, "observations");

/**
 * Records what ran, as somebody else than the agent saw it. Each is joined to the decision that permitted it, by the id that
 * it names, or by agent, action, time and resource; the rest is ungoverned, and each of those is an exception.
 * @returns one view for one observation, `{ items }` for a list
 * @throws SuretyError invalid where one lies ahead of the clock
 */
export const recordObservations = verb({
  name: "observation.record",
  permission: "evidence.record",
  input: observationBody,
  async work(context, input) {
    const { tx, organisationId, now, id } = context;
    const many = Array.isArray(input);
    const all = (many ? input : [input]).map(({ at, resource, ...rest }) => ({
      ...rest,
      at: Date.parse(at),
      resource: resource ?? undefined,
    }));
    refuseFuture(all, now, many);
    await lockObservations(tx, organisationId);
    const joined = await join(tx, organisationId, all);
    const recordedBy = actorRecord(context.actor);
    const rows = all.map((one, i) => rowOf(one, joined[i] as Joined, { organisationId, now, recordedBy, id }));
    const outside = rows.filter(({ ungoverned }) => ungoverned !== null);
    await storeObservations(tx, rows);
    const found = await openFindings(context, all, joined, rows);
    const owners = new Map(found.map(({ observationId, owner }) => [observationId, owner]));
    const views = rows.map(observationView);
    const [first] = views as [ObservationView, ...ObservationView[]];
    const exceptions = outside.map(({ exceptionId }) => exceptionId);
    return {
      result: many ? { items: views } : first,
      entries: [
        {
          kind: "observation.recorded",
          subject: `observation/${first.id}`,
          payload: {
            ...{ observations: views.length, joined: views.length - outside.length, exceptions },
            findings: found.map(({ id }) => id),
          },
        },
      ],
      effect: "none",
      outbox: [
        ...outside.map(({ id, exceptionId, agent, action, at, ungoverned }) => ({
          kind: "observation.ungoverned",
          subject: `exception/${exceptionId}`,
          payload: { agent, action, at: at.toISOString(), says: ungoverned, team: owners.get(id) ?? null },
        })),
        ...found.filter(({ first }) => first).map(newTool),
      ],
    };
  },
});

type Parsed = Omit<ObservationInput, "at"> & { at: number };

function refuseFuture(all: Parsed[], now: number, many: boolean): void {
  const errors = all.flatMap(({ at }, index): FieldError[] =>
    at <= now + SLACK_MS
      ? []
      : [
          {
            path: many ? `${index}.at` : "at",
            message: `is ahead of the clock, which says ${new Date(now).toISOString()}`,
          },
        ],
  );
  if (errors.length > 0) throw invalid(errors.slice(0, 100));
}

/** How long before an observation its permit may have been given: the longest that these agents' pacts give, at most a day. */
function longestPermit(snapshot: Snapshot, agents: string[]): number {
  const pacts = agents.flatMap((agent) => snapshot.agents.get(agent)?.book.pacts ?? []);
  return Math.min(DAY_MS, Math.max(FIVE_MINUTES_MS, ...pacts.map(({ program }) => program.permitMs)));
}

async function join(tx: Tx, organisationId: string, all: Observed[]): Promise<Joined[]> {
  const ids = [...new Set(all.flatMap(({ decision }) => (decision ? [decision] : [])))];
  const traffic = all.filter(({ decision }) => !decision);
  const named = ids.length > 0 ? await namedDecisions(tx, organisationId, ids) : new Map();
  if (traffic.length === 0) return joinObservations(all, named, []);
  const agents = [...new Set(traffic.map(({ agent }) => agent))];
  const times = traffic.map(({ at }) => at);
  const before = longestPermit(await runtime().snapshots.get(organisationId), agents);
  const permits = await freePermits(tx, organisationId, {
    agents,
    actions: [...new Set(traffic.map(({ action }) => action))],
    from: Math.min(...times) - before - SLACK_MS,
    to: Math.max(...times) + SLACK_MS,
  });
  return joinObservations(all, named, permits);
}

const newTool = ({ id, agent, action, owner, says, kind }: NewFindingRow) => ({
  kind: "finding.new_tool",
  subject: `finding/${id}`,
  payload: { agent, action, says, governed: kind === "new_tool", team: owner ?? null },
});

/** What is to be explained of what was seen, each with whose it is. */
async function openFindings(
  { tx, organisationId, now, id }: VerbContext,
  all: Parsed[],
  joined: Joined[],
  rows: ObservationRow[],
): Promise<NewFindingRow[]> {
  const { anew, known } = await noteSeen(tx, organisationId, all);
  const snapshot = await runtime().snapshots.get(organisationId);
  const owners = new Map<string, string | null>();
  const found: NewFindingRow[] = [];
  for (const [i, row] of rows.entries()) {
    const { agent, action, at, exceptionId } = row;
    const first = anew.delete(seenKey(row));
    const finding = findingOf(row, joined[i] as Joined, { first, known: known.has(agent) }, snapshot);
    if (!finding) continue;
    if (!owners.has(agent)) owners.set(agent, await findingOwner(tx, organisationId, agent));
    const owner = owners.get(agent) ?? null;
    const of = { agent, action, at, observationId: row.id, exceptionId, openedAt: new Date(now) };
    found.push({ organisationId, id: id("fnd"), ...finding, ...of, owner });
  }
  await tx.finding.createMany({ data: found });
  return found;
}

type Making = {
  organisationId: string;
  now: number;
  recordedBy: ReturnType<typeof actorRecord>;
  id(prefix: "obs" | "exc"): string;
};

function rowOf(one: Parsed, joined: Joined, { organisationId, now, recordedBy, id }: Making): ObservationRow {
  const outside = "ungoverned" in joined;
  return {
    organisationId,
    id: id("obs"),
    agent: one.agent,
    action: one.action,
    at: new Date(one.at),
    resource: one.resource,
    named: one.decision ?? null,
    decisionId: outside ? null : joined.decision,
    ungoverned: outside ? joined.ungoverned : null,
    exceptionId: outside ? id("exc") : null,
    recordedAt: new Date(now),
    recordedBy,
  };
}
