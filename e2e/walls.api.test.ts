import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES, SCOPES } from "@/lib/domain/roles";
import { type ApiAnswer, Client, type Clients, clientsOf } from "./client";
import { type Furnished, pactOf, rivalOf } from "./furnished";
import { type Quickstart, type Started, startSurety } from "./harness";
import { BODIES, NOUNS } from "./samples";

interface Operation {
  method: string;
  path: string;
  /** Roles and scopes that may, as the document says it; null: open to anybody. */
  may: { roles: string[]; scopes: string[] } | null;
}

let surety: Started;
let as: Clients;
let rival: Awaited<ReturnType<typeof rivalOf>>;
let operations: Operation[];

const words = (text: string | undefined, names: readonly string[]) => names.filter((name) => text?.includes(name));
async function readOperations(): Promise<Operation[]> {
  const { paths } = (await as.nobody.get("/api/v1/openapi.json")).body;
  return Object.entries<Record<string, { description?: string; security?: unknown[] }>>(paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { description, security }]) => {
        const [members, keys] = (description ?? "").split(";");
        const may = security ? null : { roles: words(members, ROLES), scopes: words(keys, SCOPES) };
        return { method: method.toUpperCase(), path, may };
      }),
  );
}

/** Paths that make what they name: another organisation's name is free there. */
const UPSERTS = /^PUT \/api\/v1\/(?:agents|issuers|metrics|pacts|teams|workflows)\/\{slug\}$/;
/** Entries of a ledger have numbers, which every organisation has its own of; what is open to anybody belongs to nobody's key. */
const takesForeignId = (one: Operation) =>
  one.path.includes("{") && !one.path.includes("{index}") && one.may !== null && !UPSERTS.test(nameOf(one));
/** What answers otherwise each time: with a new secret, or that it is there by now. */
const OTHERWISE = /\/(?:keys|reports|secret|witnesses)$/;
/** What goes on by itself between two looks: a stream, and mail that is on its way. */
const RESTLESS = /\/(?:stream|mail|notices)$/;
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

/** The id that a path with a parameter takes, of what `has` holds. */
function idFor(path: string, has: Furnished): string {
  const noun = NOUNS[/\/(\w+)\/\{\w+\}/.exec(path)?.[1] ?? ""];
  if (!noun) throw new Error(`there is no sample of an id for ${path}: add it to NOUNS in samples.ts`);
  return has[noun];
}

/** An id or a name of the same form as another that nobody has. */
const unknownOf = (id: string) => id.replace(/[a-z0-9](?=[^a-z0-9]*$)/, (last) => (last === "0" ? "1" : "0"));
const unknownHas = (has: Furnished) =>
  Object.fromEntries(
    Object.entries(has).map(([name, id]) => [name, name === "email" ? `z${id}` : unknownOf(id)]),
  ) as unknown as Furnished;

function send(client: Client, { method, path }: Operation, id: string, has: Furnished, headers = {}) {
  const name = `${method} ${path}`;
  const body = BODIES[name]?.(has);
  if (body === undefined && ["POST", "PUT", "PATCH"].includes(method))
    throw new Error(`there is no sample of a body for ${name}: add it to BODIES in samples.ts`);
  return client.send(
    method,
    path.replace(/\{\w+\}/, encodeURIComponent(id)).replace("{tile}", "0/000.p/1"),
    body,
    headers,
  );
}

/** Only the status: a stream has no end. */
async function statusOf(client: Client, operation: Operation, id: string, has: Furnished): Promise<number> {
  if (operation.path !== "/api/v1/stream") return (await send(client, operation, id, has)).status;
  const leave = new AbortController();
  const headers: Record<string, string> = client.key ? { authorization: `Bearer ${client.key}` } : {};
  const { status } = await fetch(client.url + operation.path, { headers, signal: leave.signal });
  leave.abort();
  return status;
}

const seen = ({ status, headers, text }: ApiAnswer) => ({ status, type: headers.get("content-type"), text });

beforeAll(async () => {
  // Nobody listens there: mail is queued all the same.
  const env = { SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "surety@example.invalid" };
  surety = await startSurety({ env });
  as = clientsOf(surety.quickstart);
  [operations, rival] = await Promise.all([readOperations(), rivalOf(surety)]);
});
afterAll(() => surety?.stop());

describe("another organisation", () => {
  it("is as unknown as what does not exist, byte for byte, on every route that takes an id", async () => {
    const takers = operations.filter(takesForeignId);
    expect(takers.length).toBeGreaterThan(25);
    for (const operation of takers) {
      const id = idFor(operation.path, rival.has);
      const theirs = seen(await send(as.owner, operation, id, rival.has));
      expect(theirs.status, `${nameOf(operation)}: ${theirs.text}`).toBe(404);
      expect(seen(await send(as.owner, operation, unknownOf(id), rival.has)), nameOf(operation)).toEqual(theirs);
      const marked = { "x-request-id": "mine" };
      const [a, b] = [id, unknownOf(id)].map((one) => send(as.owner, operation, one, rival.has, marked));
      expect((await a)?.text).toBe((await b)?.text);
    }
  });

  it("shows nothing of itself to filters and bodies that name what it has", async () => {
    const unknown = unknownHas(rival.has);
    const pairs = Object.entries(rival.has).map(([key, id]) => [unknown[key as keyof Furnished], id] as const);
    const renamed = (answer: ApiAnswer) => {
      const { text, ...rest } = seen(answer);
      return { ...rest, text: plain(pairs.reduce((said, [from, to]) => said.replaceAll(from, to), text)) };
    };
    const marked = { "x-request-id": "mine" };
    const plainly = operations.filter(({ path }) => !path.includes("{") && !RESTLESS.test(path));
    for (const { path } of plainly.filter(({ method }) => method === "GET")) {
      for (const name of ["agent", "pact", "workflow", "decision"] as const) {
        const theirs = await as.owner.get(`${path}?${name}=${rival.has[name]}`, marked);
        const nobodys = await as.owner.get(`${path}?${name}=${unknown[name]}`, marked);
        expect(renamed(theirs), `${path}?${name}=`).toEqual(renamed(nobodys));
        // What only echoes the question says as much of a name that nobody has.
        if (!nobodys.text.includes(unknown[name])) expect(theirs.text, path).not.toContain(rival.has[name]);
      }
    }
    for (const operation of plainly.filter((one) => BODIES[nameOf(one)] && !OTHERWISE.test(one.path))) {
      const theirs = await send(as.owner, operation, "", rival.has, marked);
      const nobodys = await send(as.owner, operation, "", unknown, marked);
      expect(renamed(nobodys), nameOf(operation)).toEqual(renamed(theirs));
    }
  });

  it("has names that are free here: what is made under one is ours, and theirs stays as it was", async () => {
    const { team, agent, pact, workflow } = rival.has;
    const paths = [`teams/${team}`, `agents/${agent}`, `workflows/${workflow}`, `pacts/${pact}`].map(
      (p) => `/api/v1/${p}`,
    );
    const read = () => Promise.all(paths.map(async (path) => seen(await rival.as.owner.get(path))));
    const before = await read();
    await as.owner.must(200, as.owner.put(paths[0] as string, { name: "Ours", members: [] }));
    await as.owner.must(200, as.owner.put(paths[1] as string, { name: "Ours", owner: "us", release: "r9" }));
    const flow = { name: "Ours", consequential: false, risk: "low" };
    await as.owner.must(200, as.owner.put(paths[2] as string, flow));
    await as.owner.must(200, as.owner.put(paths[3] as string, { ...pactOf(pact, agent), title: "Ours" }));
    expect(await read()).toEqual(before);
    for (const [i, path] of paths.entries()) expect((await as.owner.get(path)).text).not.toBe(before[i]?.text);
  });

  it("owns every id that was tried: there each of them answers", async () => {
    const takers = operations.filter(takesForeignId);
    // What takes an id away comes last.
    const destroys = (one: Operation) => (one.method === "DELETE" ? 2 : Number(one.path.endsWith("/rotate")));
    for (const operation of takers.sort((a, b) => destroys(a) - destroys(b))) {
      const { status, text } = await send(rival.as.owner, operation, idFor(operation.path, rival.has), rival.has);
      expect(status, `${nameOf(operation)}: ${text}`).not.toBe(404);
    }
  });
});

/** An answer without what differs each time: ids, instants and revisions that it was given. */
const plain = (text: string) =>
  text
    .replace(/\b(?:dec|hld|rev|exc|obs|evd|inc|inv|grt|whk|mal)_[0-9a-z]{20,}/g, "id")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "time")
    .replace(/https?:\/\/[^"]+\/invitations?\/[^"]+/g, "link")
    .replace(/whsec_[^"]+/g, "secret")
    .replace(/"revision":\d+/g, '"revision":0')
    // A figure of the whole process, whoever asked: it moves with every beat of its node.
    .replace(/"formulaId":"decision_latency".*?"inForce"/g, '"formulaId":"decision_latency","inForce"');

describe("roles and keys", () => {
  /** Everybody with what they are: a member of each role, and a key of each scope alone. */
  async function everybody() {
    const made = await Promise.all(
      SCOPES.map(async (scope) => {
        const body = { kind: "service", name: scope, scopes: [scope] };
        const { key } = await as.owner.must(201, as.owner.post("/api/v1/keys", body));
        return { who: `a key with ${scope}`, client: new Client(surety.url, key), role: "", scope };
      }),
    );
    return [...ROLES.map((role) => ({ who: role, client: as[role], role, scope: "" })), ...made];
  }
  const mayAt = ({ may }: Operation, { role, scope }: { role: string; scope: string }) =>
    may === null || may.roles.includes(role) || may.scopes.includes(scope);

  it("let nobody do what the roles forbid, and everybody what they allow", async () => {
    const people = await everybody();
    const nothing = unknownHas(rival.has);
    for (const operation of operations) {
      const id = operation.path.includes("{") ? unknownOf(idFor(operation.path, rival.has)) : "";
      const statuses = await Promise.all(people.map(({ client }) => statusOf(client, operation, id, nothing)));
      people.forEach((person, i) => {
        const may = mayAt(operation, person);
        const refused = [403, 401].includes(statuses[i] as number);
        expect(refused, `${nameOf(operation)} by ${person.who}: ${statuses[i]}`).toBe(!may);
      });
    }
  });

  it("say that something is forbidden before they say what is wrong with it", async () => {
    const forbidden = operations.filter((one) => BODIES[nameOf(one)] && one.may && !one.may.roles.includes("auditor"));
    expect(forbidden.length).toBeGreaterThan(25);
    for (const { method, path } of forbidden) {
      const { status } = await as.auditor.send(method, path.replace(/\{\w+\}/, "some"), "{");
      expect(status, `${method} ${path}`).toBe(403);
    }
  });

  it("leave to people what is a person's to say: no service key has a word in it", async () => {
    const word = /\/(?:approve|deny|verify|clear|ratify|agree|dispute|waive)$|\/restorations$/;
    const ofPeople = operations.filter(
      (one) => one.may !== null && (word.test(one.path) || nameOf(one) === "PATCH /api/v1/incidents/{id}"),
    );
    expect(ofPeople.length).toBeGreaterThan(8);
    for (const operation of ofPeople) {
      const id = operation.path.includes("{") ? idFor(operation.path, rival.has) : "";
      expect(operation.may?.scopes, nameOf(operation)).toEqual([]);
      expect(await statusOf(as.service, operation, id, rival.has), nameOf(operation)).toBe(403);
    }
  });

  it("answer nobody without a key, and nobody with one that is none", async () => {
    const strangers = [null, "sry_nothing", `${as.service.key}x`].map((key) => new Client(surety.url, key));
    for (const operation of operations.filter(({ may }) => may !== null)) {
      const id = operation.path.includes("{") ? idFor(operation.path, rival.has) : "";
      for (const stranger of strangers)
        expect(await statusOf(stranger, operation, id, rival.has), nameOf(operation)).toBe(401);
    }
  });

  const everyWay = (client: Client) => [
    () => client.post("/api/v1/decisions", { agent: "nobody", action: "x.y" }),
    () => client.get("/api/v1/agents"),
    () => client.put("/api/v1/teams/after", { name: "After", members: [] }),
  ];

  it("end at the very next request: a key that is revoked", async () => {
    for (const way of [0, 1, 2]) {
      const body = { kind: "service", name: "brief", scopes: ["decide", "read", "admin"] };
      const { id, key } = await as.owner.must(201, as.owner.post("/api/v1/keys", body));
      const ways = everyWay(new Client(surety.url, key));
      for (const ask of ways) expect((await ask()).status).toBe(200);
      await as.owner.must(204, as.owner.send("DELETE", `/api/v1/keys/${id}`));
      expect((await ways[way]?.())?.status).toBe(401);
    }
  });

  it("end at the very next request: a member's who is removed, in the console too; a changed role counts there", async () => {
    const { owner, author } = rival.as;
    const person = rival.people.author as Quickstart["members"][number];
    const cookie = await signIn(person);
    const byCookie = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      new Client(surety.url, null).send(method, path, body, { cookie, ...headers });
    const asked = { agent: "nobody", action: "x.y" };
    const post = (headers: object) => byCookie("POST", "/api/v1/decisions", asked, { ...headers });
    expect((await byCookie("GET", "/api/v1/agents")).status).toBe(200);
    expect((await post({ origin: surety.url })).status).toBe(200);
    const foreign = {
      origin: "https://evil.example",
      "x-forwarded-host": "evil.example",
      forwarded: "host=evil.example",
    };
    for (const headers of [{}, { origin: "null" }, foreign, { "x-forwarded-host": "evil.example" }])
      expect((await post(headers)).status, JSON.stringify(headers)).toBe(403);
    const { items } = await owner.must(200, owner.get("/api/v1/members"));
    const member = items.find(({ email }: { email: string }) => email === person.email).id;
    await owner.must(200, owner.patch(`/api/v1/members/${member}`, { role: "auditor" }));
    expect((await author.post("/api/v1/decisions", asked)).status).toBe(403);
    expect((await post({ origin: surety.url })).status).toBe(403);
    await owner.must(204, owner.send("DELETE", `/api/v1/members/${member}`));
    expect((await author.get("/api/v1/agents")).status).toBe(401);
    expect((await byCookie("GET", "/api/v1/agents")).status).toBe(401);
  });
});

/** The console's cookie of somebody who signs in with a password. */
async function signIn({ email, password }: { email: string; password: string }): Promise<string> {
  const csrf = await fetch(`${surety.url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookies = (from: Response) => from.headers.getSetCookie().map((one) => one.split(";")[0] as string);
  const answer = await fetch(`${surety.url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: surety.url, cookie: cookies(csrf).join("; ") },
    body: new URLSearchParams({ email, password, csrfToken }),
  });
  const session = cookies(answer).find((one) => one.includes("session="));
  if (!session) throw new Error(`no session: ${answer.status} ${answer.headers.get("location")}`);
  return session;
}
