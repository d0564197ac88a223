import { clientsOf } from "./client";
import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("a draft's page replays recorded decisions under it and says what would change", async ({
  page,
  signIn,
  surety,
}) => {
  const { name, agent, document, clients } = await ownDesk(surety);
  const requests = Array.from({ length: 20 }, (_, n) => ({ agent, action: `${name}.pay`, context: { amount: n } }));
  await clients.service.must(200, clients.service.post("/api/v1/decisions/batch", { requests }));
  await clients.author.must(200, clients.author.put(`/api/v1/pacts/${name}`, { ...document, mode: "shadow" }));
  await signIn("author");
  await page.goto(`/pacts/${name}?version=2`);
  const panel = page.getByRole("region", { name: "What it would do" });
  await expect(
    panel.getByText("20 of 20 decisions would be answered otherwise than under version 1: 20 looser."),
  ).toBeVisible();
  await expect(
    panel.getByRole("img", { name: "In force: 20 held for review. Under the draft: 20 allowed." }),
  ).toBeVisible();
  await panel.getByText("5 examples").click();
  await expect(panel.getByRole("link", { name: `${name}.pay` })).toHaveCount(5);
  await expectAccessible(page);
  await panel.getByLabel("Replay").click();
  await page.getByRole("option", { name: "the last 30 days" }).click();
  await expect(page).toHaveURL(/replay=30d/);
});

test("an agent that ran without a pact gets one drafted from what it asked for", async ({ page, signIn, surety }) => {
  const { team, clients, agent: other } = await ownDesk(surety, { publish: false });
  const agent = `${other}-free`;
  const registered = { name: "Free runner", owner: team, release: "r1" };
  await clients.author.must(200, clients.author.put(`/api/v1/agents/${agent}`, registered));
  const requests = Array.from({ length: 40 }, (_, n) => ({
    agent,
    action: "payments.send",
    context: { amount: n + 1, currency: "EUR" },
  }));
  await clients.service.must(200, clients.service.post("/api/v1/decisions/batch", { requests }));
  await signIn("author");
  await page.goto(`/agents/${agent}`);
  await page.getByRole("link", { name: "What it asks for" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Free runner asks for 1 action; no clause gates any of them.",
  );
  await expect(page.getByText("context.amount <= 38")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Draft this pact" }).click();
  await expect(page).toHaveURL(new RegExp(`/pacts/${agent}-seen\\?version=1`));
  await expect(page.getByText("Version 1 is a draft", { exact: false })).toBeVisible();
});

test("an owner says that a clause is still true; an author gives it to another team, as a draft", async ({
  browser,
  page,
  signIn,
  surety,
}) => {
  const { name, team, title, clients } = await ownDesk(surety);
  const as = clientsOf({ ...surety.quickstart, url: surety.url });
  await signIn("operator");
  await page.goto(`/clauses?owner=${team}`);
  await expectAccessible(page);
  await page.getByRole("button", { name: `${title}: still true, unchanged` }).click();
  await expect(page.getByText(/^by /)).toBeVisible();
  const due = await as.auditor.must(200, as.auditor.get("/api/v1/recertifications?limit=200"));
  expect(due.items.find((one: { pact: string }) => one.pact === name)).toMatchObject({ state: "current" });

  const author = await browser.newPage({ baseURL: surety.url });
  const member = surety.quickstart.members.find(({ role }) => role === "author");
  await author.goto(`/signin?next=${encodeURIComponent(`/clauses?owner=${team}`)}`);
  await author.getByLabel(/e-?mail/i).fill(member?.email ?? "");
  await author.getByLabel(/password/i).fill(member?.password ?? "");
  await author.getByRole("button", { name: /^sign in/i }).click();
  await author.getByRole("checkbox", { name: `Choose ${title}` }).click();
  await author.getByRole("button", { name: "Draft the new owner in 1 pact" }).click();
  await expect(author.getByText("1 draft saved")).toBeVisible();
  await author.close();
  const drafted = await clients.author.must(200, clients.author.get(`/api/v1/pacts/${name}`));
  expect(drafted.draft).toMatchObject({ version: 2, state: "draft" });
});

test("the weakest answers of what matters most come first, each with its next step", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/workflows");
  await page.getByRole("link", { name: "Weakest answers" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/owe an answer|answers all four/);
  await expect(page.getByRole("columnheader", { name: "Next best step" })).toBeVisible();
  await expectAccessible(page);
});
