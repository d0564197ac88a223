import type { Locator, Page } from "@playwright/test";
import { clientsOf } from "./client";
import { expect, expectAccessible, test } from "./fixtures";
import { createOrganisation } from "./furnished";
import type { Quickstart } from "./harness";

async function signInAs(page: Page, url: string, { email, password }: Quickstart["members"][number], next: string) {
  await page.goto(`${url}/signin?next=${next}`);
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel(/password/i).fill(password);
  await page.getByRole("button", { name: /^sign in/i }).click();
}

const MOST_TABS = 80;

/** Goes to a control as the keyboard does: from one to the next until it has the focus. */
async function tabTo(page: Page, control: Locator) {
  await expect(control).toBeVisible();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await control.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(control).toBeFocused();
}
const saved = (page: Page) => expect(page.getByText(/^Saved \d.*edit \d+$/)).toBeVisible();

test.describe.configure({ timeout: 300_000 });

test("from an empty organisation: a template, three clauses by keyboard, review, publication, and the next decision follows", async ({
  browser,
  page,
  surety,
}) => {
  const created = await createOrganisation(surety, `Authoring ${process.pid}`);
  const as = clientsOf({ ...created, url: surety.url });
  const person = (role: string) => created.members.find((one) => one.role === role) as Quickstart["members"][number];
  const operator = person("operator").email;
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Refund desk", members: [operator] }));
  await as.author.must(
    200,
    as.author.put("/api/v1/agents/desk-bot", { name: "Desk bot", owner: "desk", release: "r1" }),
  );

  await signInAs(page, surety.url, person("author"), "/pacts");
  // By keyboard alone, up to the review: the template, its names, the first clause's form, then clause by clause.
  await tabTo(page, page.getByRole("link", { name: "New pact" }).first());
  await page.keyboard.press("Enter");
  await expect(page.getByText("Not for disputes", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, page.getByRole("link", { name: "Refunds", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("checkbox", { name: /^Begin in shadow/ }));
  await page.keyboard.press("Space");
  await expectAccessible(page);
  await tabTo(page, page.getByRole("button", { name: "Begin the draft" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/pacts\/refunds\/edit/);
  const obligation = page.getByLabel("Obligation");
  await expect(obligation).toHaveValue(/names the paragraph/);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Clause 2 of 3")).toBeVisible();
  await expect(page.getByLabel("Title", { exact: true })).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(", ever");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Clause 3 of 3")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(obligation).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("No order is paid back twice.");
  await page.keyboard.press("Control+Shift+Enter");
  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByText("Clause 1 of 3")).toBeVisible();
  await tabTo(page, page.getByLabel("Window"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("14 d");
  await expect(page.getByRole("region", { name: "What would this do?" }).getByText(/sample requests/)).toBeVisible();
  await saved(page);
  await tabTo(page, page.getByRole("button", { name: "Submit for review" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Version 1 is in review", { exact: false })).toBeVisible();

  const other = await browser.newPage();
  await signInAs(other, surety.url, person("approver"), "/pacts/refunds");
  await other.getByRole("button", { name: /^Approve/ }).click();
  await expect(other.getByText("You have approved it.")).toBeVisible();

  // An edit after approval voids it.
  await page.goto("/pacts/refunds/edit");
  await expect(
    page.getByText("This draft is in review with one approval. An edit takes it back and voids what was approved."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Edit all the same" }).click();
  await page.getByLabel("Window").fill("7 d");
  await saved(page);
  await other.reload();
  await expect(other.getByText("0 of 1 approval given", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Submit for review" }).click();
  await expect(page.getByText("Version 1 is in review", { exact: false })).toBeVisible();
  await other.reload();
  await other.getByRole("button", { name: /^Approve/ }).click();
  await expect(other.getByText("You have approved it.")).toBeVisible();
  await other.close();

  await page.reload();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByText("Live, enforced")).toBeVisible();
  const ask = {
    agent: "desk-bot",
    action: "payments.refund",
    context: { amount: 900, currency: "EUR", refundable: 1000 },
  };
  const decision = await as.service.must(200, as.service.post("/api/v1/decisions", ask));
  expect(decision.verdict).toBe("block");
  expect(decision.because.map(({ clause }: { clause: string }) => clause)).toContain("never-more-than-paid");

  // A second version that loosens a window says so before anybody approves it.
  await page.getByRole("link", { name: "Draft a new version" }).click();
  await page.getByRole("button", { name: /^1 Cites the policy/ }).click();
  await page.getByLabel("Window").fill("30 d");
  await expect(page.getByText("Window 7 d → 30 d, looser.", { exact: false })).toBeVisible();
  await saved(page);
  await page.goto("/pacts/refunds/compare?from=1&to=2");
  await expect(page.getByText("Window 7 d → 30 d, looser")).toBeVisible();
  await expect(page.getByText("Loosened ↓")).toBeVisible();
  await expect(page.getByText("Version 2 is a draft", { exact: false })).toBeVisible();
  const simulated = page.getByRole("region", { name: "What it would do" });
  await expect(
    simulated.getByText("1 decision replayed: none would be answered otherwise than under version 1."),
  ).toBeVisible();
  await page.getByRole("link", { name: "As data" }).click();
  await expect(page.getByText('added: "freshness": "P30D"')).toBeVisible();
  await expectAccessible(page);
});

test("a pact in shadow says what it has seen, is switched on by a draft, and its agent is stopped with a reason", async ({
  page,
  surety,
}) => {
  const created = await createOrganisation(surety, `Shadow ${process.pid}`);
  const as = clientsOf({ ...created, url: surety.url });
  const person = (role: string) => created.members.find((one) => one.role === role) as Quickstart["members"][number];
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [person("operator").email] }));
  await as.author.must(
    200,
    as.author.put("/api/v1/agents/desk-bot", { name: "Desk bot", owner: "desk", release: "r1" }),
  );
  const document = {
    surety: 1,
    pact: "desk",
    title: "Desk",
    agent: "desk-bot",
    workflow: "desk-flow",
    parties: { provider: "Harbour" },
    mode: "shadow",
    scope: { actions: ["desk.pay"] },
    clauses: [
      {
        key: "small",
        title: "Stays small",
        obligation: "At most 100.",
        severity: "major",
        owner: "desk",
        recertify: "P30D",
        require: "context.amount <= 100",
        on: { violation: "block" },
      },
    ],
  };
  const { hash } = await as.author.must(200, as.author.put("/api/v1/pacts/desk", document));
  await as.author.must(200, as.author.post("/api/v1/pacts/desk/submit", { hash }));
  await as.approver.must(200, as.approver.post("/api/v1/pacts/desk/approve", { hash }));
  await as.author.must(200, as.author.post("/api/v1/pacts/desk/publish", { hash }));
  for (const amount of [50, 500]) {
    const ask = { agent: "desk-bot", action: "desk.pay", context: { amount } };
    const decision = await as.service.must(200, as.service.post("/api/v1/decisions", ask));
    expect(decision.verdict).not.toBe("block");
  }
  await signInAs(page, surety.url, person("author"), "/pacts/desk");
  const step = page.getByRole("region", { name: "Shadow, then enforce" });
  await expect(
    step.getByText("Of 2 requests in the last 7 days it would have blocked 1, held 0 and limited 0."),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Stop desk-bot here" }).click();
  await page.getByLabel("Reason").fill("It pays the wrong people.");
  await page.getByRole("button", { name: "Stop it now" }).click();
  await expect(page.getByText("desk-bot is stopped here:", { exact: false })).toBeVisible();
  const stopped = await as.service.must(
    200,
    as.service.post("/api/v1/decisions", { agent: "desk-bot", action: "desk.pay", context: { amount: 1 } }),
  );
  expect(stopped.verdict).toBe("block");
  await step.getByRole("button", { name: "Draft the switch to enforce" }).click();
  await expect(page).toHaveURL(/version=2/);
  await expect(page.getByText("Version 2 is a draft", { exact: false })).toBeVisible();
});
