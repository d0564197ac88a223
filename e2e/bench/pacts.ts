/** What a durable decision costs with so many live pacts in the organisation, and how long a change of one takes to be followed. */
import { performance } from "node:perf_hooks";
import { openDatabase } from "@/lib/db/database";
import { documentHash } from "@/lib/domain/canonical";
import type { Prisma } from "@/lib/generated/prisma/client";
import { documentOf, requestsTo } from "./decide-world";
import { cpuOf, median, say } from "./machine";
import { load } from "./serve";
import type { Served } from "./servers";

const REQUESTS = 6_000;
const ROUNDS = 3;

export interface WithPacts {
  pacts: number;
  /** CPU of the server for one durable decision, µs, at 64 connections. */
  cpu: number;
  /** ms until decisions rest on a state that was read and compiled whole. */
  compiled: number;
}

/** Ten clauses of evidence-free conditions: only the number of pacts grows. */
const conditions = Array.from({ length: 10 }, (_, i) => `context.amount <= ${500 + i}`);

function rowsOf(organisationId: string, n: number, at: Date) {
  const whole = documentOf("agents", n, conditions);
  const on = { violation: { do: "block" } } as const;
  const document = { ...whole, clauses: whole.clauses.map(({ evidence: _, ...clause }) => ({ ...clause, on })) };
  const { pact, agent, workflow, mode } = document;
  return {
    agent: { organisationId, slug: agent, name: agent, owner: "desk", release: "r1", createdAt: at, updatedAt: at },
    pact: { organisationId, slug: pact, createdAt: at },
    version: {
      ...{ organisationId, pact, version: 1, state: "live", agent, workflow, mode, liveAt: at },
      ...{ hash: documentHash(document), document: document as unknown as Prisma.InputJsonObject },
      ...{ editedBy: {}, editedById: "bench", createdAt: at, editedAt: at },
    },
  };
}

/** Adds pacts as publishing leaves them, measures, adds more. @param base pacts that are there already */
export async function measurePacts(served: Served, base: number, counts: readonly number[]): Promise<WithPacts[]> {
  const { as, surety, sql, database } = served;
  const db = openDatabase(database.url);
  const { rows } = await sql.query("SELECT organisation_id FROM agent WHERE slug = 'bot-0'");
  const organisationId: string = rows[0].organisation_id;
  const headers = { "content-type": "application/json", authorization: `Bearer ${surety.quickstart.keys.service}` };
  const url = `${as.service.url}/api/v1/decisions`;
  const found: WithPacts[] = [];
  try {
    let there = base;
    for (const pacts of counts) {
      const all = Array.from({ length: Math.max(0, pacts - there) }, (_, i) =>
        rowsOf(organisationId, there + i, new Date()),
      );
      const compiled = await change(all);
      there = Math.max(there, pacts);
      const bodies = requestsTo("agents", pacts, 1_000, 300).map((request) => ({
        body: JSON.stringify({ ...request, context: { ...request.context, items: 1 } }),
        expect: '"verdict":"allow"',
      }));
      const cpu: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const before = cpuOf(surety.pid);
        await load({ url, headers, bodies, requests: REQUESTS, connections: 64 });
        await served.sealed();
        if (round > 0) cpu.push((cpuOf(surety.pid) - before) / REQUESTS);
      }
      say(`with ${pacts} pacts`);
      found.push({ pacts, cpu: median(cpu), compiled });
    }
  } finally {
    await db.close();
  }
  return found;

  async function change(all: ReturnType<typeof rowsOf>[]): Promise<number> {
    const revision = await db.system(async (tx) => {
      for (let i = 0; i < all.length; i += 500) {
        const some = all.slice(i, i + 500);
        await tx.agent.createMany({ data: some.map(({ agent }) => agent) });
        await tx.pact.createMany({ data: some.map(({ pact }) => pact) });
        await tx.pactVersion.createMany({ data: some.map(({ version }) => version) });
      }
      const [moved] = await tx.$queryRaw<{ revision: number }[]>`
        UPDATE organisation_revision SET revision = revision + 1, structure = revision + 1
        WHERE organisation_id = ${organisationId} RETURNING revision`;
      return moved?.revision as number;
    });
    const started = performance.now();
    const ask = { agent: "bot-0", action: "payments.refund", context: {}, dryRun: true, minRevision: revision };
    await as.service.must(200, as.service.post("/api/v1/decisions", ask));
    return performance.now() - started;
  }
}
