import type { Browser } from "@playwright/test";
import { clientsOf, publishPact } from "./client";
import type { Started } from "./harness";

let made = 0;

/** A desk that no other story touches: a team, an agent, a workflow and a pact in force whose clauses ask a person. */
export async function ownDesk(surety: Started, { publish = true } = {}) {
  const clients = clientsOf({ ...surety.quickstart, url: surety.url });
  const name = `desk-${process.pid}-${++made}`;
  const [agent, team] = [`${name}-bot`, `${name}-team`];
  const emails = surety.quickstart.members.filter(({ role }) => role === "operator").map(({ email }) => email);
  await clients.owner.must(
    200,
    clients.owner.put(`/api/v1/teams/${team}`, { name: `Team of ${name}`, members: emails }),
  );
  await clients.author.must(
    200,
    clients.author.put(`/api/v1/agents/${agent}`, { name: agent, owner: team, release: "r1" }),
  );
  const actions = [{ name: `${name}.pay`, risk: "high" }];
  await clients.author.must(
    200,
    clients.author.put(`/api/v1/workflows/${name}`, {
      name: `Path of ${name}`,
      consequential: true,
      risk: "high",
      actions,
    }),
  );
  const document = {
    surety: 1,
    pact: name,
    title: `Pact of ${name}`,
    agent,
    workflow: name,
    parties: { provider: "Harbour Finance", counterparty: "Meridian Foods" },
    scope: { actions: [`${name}.*`] },
    clauses: [
      {
        key: "checks-twice",
        title: `Checks twice at ${name}`,
        obligation: "Every payment is checked twice.",
        severity: "major",
        owner: team,
        recertify: "P30D",
        evidence: { method: "eval", freshness: "P7D", target: 0.9, perRelease: false },
        on: { missing: "review", stale: "review" },
      },
    ],
  };
  if (publish) await publishPact(clients, document);
  return { name, agent, team, clause: "checks-twice", title: `Checks twice at ${name}`, document, clients };
}

/** Another person's window. */
export async function asRole(browser: Browser, surety: Started, role: string, path: string) {
  const page = await browser.newPage();
  const member = surety.quickstart.members.find((one) => one.role === role);
  await page.goto(`${surety.url}/signin?next=${encodeURIComponent(path)}`);
  await page.getByLabel(/e-?mail/i).fill(member?.email ?? "");
  await page.getByLabel(/password/i).fill(member?.password ?? "");
  await page.getByRole("button", { name: /^sign in/i }).click();
  return page;
}
