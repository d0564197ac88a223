import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { openIncident } from "@/lib/services/incidents/open";
import { createKey } from "@/lib/services/keys/create";
import { type CreatedOrganisation, createOrganisation } from "@/lib/services/organisations/create";
import { closeSession } from "@/lib/services/sessions/close";
import { signInByProvider } from "@/lib/services/sessions/sign-in-by-provider";
import { api } from "./api";
import { keyPrincipal } from "./principal";
import { handle } from "./router";
import { sessionCookieName } from "./session-cookie";
import { admit, openStream } from "./stream";

let t: TestRuntime;
let acme: CreatedOrganisation;
beforeAll(async () => {
  process.env.AUTH_SECRET = "a secret of this suite, long enough";
  t = await testRuntime();
  acme = await createOrganisation({ name: "Acme" });
  const { organisationId } = await operator();
  const at = new Date(t.clock.now());
  const row = { organisationId, slug: "bot", name: "Bot", owner: "desk", release: "r1", createdAt: at, updatedAt: at };
  await t.runtime.db.organisation(organisationId, (tx) => tx.agent.create({ data: row }));
});
afterAll(() => t.stop());

const keyOf = (role: string) => acme.quickstart.members.find((member) => member.role === role)?.key ?? "";
const actorOf = async (role: string) => {
  const actor = await keyPrincipal(keyOf(role));
  if (!actor) throw new Error(`no ${role}`);
  return actor;
};
const operator = () => actorOf("operator");
const incident = async (title: string) => openIncident(await operator(), { agent: "bot", severity: "low", title });
const asking = (headers: Record<string, string>) => ({ method: "GET", header: (name: string) => headers[name] });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** A client that takes everything, until it is told not to keep up. */
async function open(headers: Record<string, string>) {
  const request = asking(headers);
  const state = { text: "", ended: false, slow: false };
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of waiting) one();
  };
  const sink = {
    write(text: string) {
      state.text += text;
      look();
      return !state.slow;
    },
    end() {
      state.ended = true;
      look();
    },
  };
  const stream = openStream(request, await admit(request), sink);
  const until = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const one = () => fits() && resolve(void waiting.delete(one));
      waiting.add(one);
      one();
    });
  await until(() => state.text.includes("event: revision"));
  return { stream, state, until };
}

test("a beat is a sign of life, and ends the stream of a key that expired", async () => {
  const expiresAt = new Date(t.clock.now() + 60_000).toISOString();
  const { result } = await createKey(await actorOf("owner"), {
    kind: "service",
    name: "short",
    scopes: ["read"],
    expiresAt,
  });
  const { stream, state, until } = await open(bearer(result.key));
  stream.beat();
  await until(() => state.text.endsWith(": beat\n\n"));
  t.clock.advance(60_000);
  const before = state.text;
  stream.beat();
  await until(() => state.ended);
  expect(state.text).toBe(before);
});

test("a console session hears until it is closed", async () => {
  const session = (await signInByProvider(acme.quickstart.members[0]?.email ?? "", null)) ?? "";
  const salt = sessionCookieName();
  const token = await encode({ token: { session }, secret: process.env.AUTH_SECRET ?? "", salt, maxAge: 10 ** 9 });
  const { state, until } = await open({ cookie: `${salt}=${token}`, host: "localhost" });
  await incident("while signed in");
  await until(() => state.text.includes("while signed in"));
  await closeSession(session);
  await incident("after signing out");
  await until(() => state.ended);
  expect(state.text).not.toContain("after signing out");
});

test("a client that does not keep up is let go, and can go on from where it stopped", async () => {
  const { state, until } = await open(bearer(keyOf("auditor")));
  await incident("taken");
  await until(() => state.text.includes("taken"));
  state.slow = true;
  await incident("too much");
  await until(() => state.ended);
  const ids = [...state.text.matchAll(/^id: (\d+)$/gm)].map((match) => match[1] ?? "");
  const taken = state.text.slice(0, state.text.indexOf("taken")).lastIndexOf("id: ");
  const id = /id: (\d+)/.exec(state.text.slice(taken))?.[1] ?? "";
  expect(ids).toContain(id);
  const again = await open({ ...bearer(keyOf("auditor")), "last-event-id": id });
  await again.until(() => again.state.text.includes("too much"));
  expect(again.state.text).not.toContain("taken");
  again.stream.close();
});

test("messages are Server-Sent Events with JSON on one line", async () => {
  const { stream, state, until } = await open(bearer(keyOf("auditor")));
  await incident("two\nlines");
  await until(() => state.text.includes("incident.opened"));
  const [retry, ...blocks] = state.text.trimEnd().split("\n\n");
  expect(retry).toBe("retry: 2000");
  for (const block of blocks) expect(block).toMatch(/^id: \d+\nevent: [a-z.]+\ndata: \{.*\}$/);
  stream.close();
});

test("where no connection can be held open, it is told once", async () => {
  const { headers, body, status } = await handle(api, {
    method: "GET",
    path: "/api/v1/stream",
    query: new URLSearchParams(),
    header: (name) => ({ ...bearer(keyOf("auditor")), "last-event-id": "0" })[name],
    body: "",
    requestId: "req_1",
    address: "::1",
  });
  expect([status, headers["content-type"]]).toEqual([200, "text/event-stream; charset=utf-8"]);
  expect(body).toContain("event: revision");
  expect(body).toContain("while signed in");
});
