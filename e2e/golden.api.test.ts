import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clients, clientsOf, publishPact } from "./client";
import { type Started, startSurety } from "./harness";

const FILE = resolve(import.meta.dirname, "../../shared/conformance/decisions.json");

interface Evidence {
  agent: string;
  pact: string;
  clause: string;
  observedAt: string;
}
interface Override {
  agent: string;
  pact: string;
  clause: string;
  state: string;
  used?: number;
  startsAt: string;
  endsAt: string;
  maxUses: number;
}
interface Case {
  name: string;
  given: {
    pacts: string[];
    evidence: Evidence[];
    incidents?: { agent: string; severity: string; title: string }[];
    overrides?: Override[];
    granted?: Record<string, string>;
    settings?: object;
  };
  request: { agent: string; action: string; context: object };
  expect: {
    verdict: string;
    permitted: boolean;
    triggers?: string[];
    overridden?: string[];
    limits?: object;
    validUntil?: string | null;
    shadow?: object;
  };
}
interface Golden {
  now: string;
  agents: { slug: string; release: string; candidates?: string[] }[];
  pacts: Record<string, { pact: string; agent: string; clauses: { owner: string }[] }>;
  cases: Case[];
}

/** These stand on a millisecond, or on an override that nobody could ask for any more: they are held in lib/domain. */
const PURE = [
  "one millisecond before the window ends evidence is fresh",
  "at the very end of the window evidence is stale",
  "an expired override never allows",
];

describe.skipIf(!existsSync(FILE))("golden decisions through the HTTP API", () => {
  const golden: Golden = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : { cases: [] };
  let surety: Started;
  let as: Clients;
  let shift = 0;

  beforeAll(async () => {
    surety = await startSurety();
    as = clientsOf(surety.quickstart);
    shift = Date.now() - Date.parse(golden.now);
    const owners = new Set(Object.values(golden.pacts).flatMap((p) => p.clauses.map((c) => c.owner)));
    for (const team of owners)
      await as.owner.must(200, as.owner.put(`/api/v1/teams/${team}`, { name: team, members: [] }));
  });
  afterAll(() => surety?.stop());

  const moved = (time: string) => new Date(Date.parse(time) + shift).toISOString();

  /** Each case has agents and pacts of its own: same documents, other names. */
  async function given({ given: g }: Case, tag: string): Promise<void> {
    const agents = new Set(g.pacts.map((p) => golden.pacts[p]?.agent));
    for (const { slug, release, candidates } of golden.agents.filter((a) => agents.has(a.slug))) {
      const body = { name: slug, owner: "owner", release, candidates };
      await as.author.must(200, as.author.put(`/api/v1/agents/${tag}${slug}`, body));
    }
    for (const name of g.pacts) {
      const document = golden.pacts[name];
      if (!document) throw new Error(`no pact ${name}`);
      const own = { ...document, pact: tag + document.pact, agent: tag + document.agent };
      await publishPact(as, own);
    }
    for (const e of g.evidence) {
      const body = { ...e, agent: tag + e.agent, pact: tag + e.pact, observedAt: moved(e.observedAt) };
      await as.service.must(201, as.service.post("/api/v1/evidence", body));
    }
    for (const incident of g.incidents ?? []) {
      await as.operator.must(201, as.operator.post("/api/v1/incidents", { ...incident, agent: tag + incident.agent }));
    }
    for (const [agent, level] of Object.entries(g.granted ?? {})) {
      await as.operator.must(
        201,
        as.operator.post("/api/v1/grants", { agent: tag + agent, level, reason: "golden case" }),
      );
    }
  }

  async function override(o: Override, tag: string, request: Case["request"]): Promise<string> {
    const { state, used, startsAt: _, ...asked } = o;
    const body = { ...asked, agent: tag + o.agent, pact: tag + o.pact, endsAt: moved(o.endsAt) };
    const { id } = await as.operator.must(201, as.operator.post("/api/v1/overrides", body));
    if (state === "approved") {
      for (const approver of [as.approver, as.approver2])
        await approver.must(200, approver.post(`/api/v1/overrides/${id}/approve`, {}));
    }
    for (let i = 0; i < (used ?? 0); i++) {
      await as.service.must(200, as.service.post("/api/v1/decisions", { ...request, agent: tag + request.agent }));
    }
    return id;
  }

  for (const [i, golden_] of golden.cases.entries()) {
    it.skipIf(PURE.includes(golden_.name))(golden_.name, async () => {
      const tag = `c${i}-`;
      await given(golden_, tag);
      if (golden_.given.settings)
        await as.owner.must(200, as.owner.patch("/api/v1/organisation", golden_.given.settings));
      for (const o of golden_.given.overrides ?? []) await override(o, tag, golden_.request);
      const answer = await as.service.must(
        200,
        as.service.post("/api/v1/decisions", { ...golden_.request, agent: tag + golden_.request.agent }),
      );
      if (golden_.given.settings)
        await as.owner.must(200, as.owner.patch("/api/v1/organisation", { ungoverned: "block" }));
      const want = golden_.expect;
      expect(answer).toMatchObject({ verdict: want.verdict, permitted: want.permitted });
      const because: { trigger: string; override: string | null }[] = answer.because;
      const set = (rows: typeof because) => [...new Set(rows.map((b) => b.trigger))].sort();
      if (want.triggers) expect(set(because)).toEqual([...want.triggers].sort());
      if (want.overridden) expect(set(because.filter((b) => b.override))).toEqual([...want.overridden].sort());
      if (want.limits) expect(answer.limits).toEqual(want.limits);
      if (want.shadow) expect(answer.shadow).toMatchObject(want.shadow);
      if (want.validUntil !== undefined)
        expect(answer.validUntil).toBe(want.validUntil === null ? null : moved(want.validUntil));
    });
  }
});
