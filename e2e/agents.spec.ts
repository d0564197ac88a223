import { expect, expectAccessible, test } from "./fixtures";
import { asRole, ownDesk } from "./own-desk";

test("suspending holds at once; another person gives authority back on a case, and its probation takes it again", async ({
  browser,
  page,
  signIn,
  surety,
}) => {
  const { name, agent, clients } = await ownDesk(surety);
  const verdict = async () => {
    const body = { agent, action: `${name}.pay`, workflow: name, dryRun: true };
    return (await clients.service.must(200, clients.service.post("/api/v1/decisions", body))).verdict;
  };
  await signIn("operator");
  await page.goto(`/agents/${agent}`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Suspend" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: `Suspend ${agent}` }).click();
  await expect(dialog.getByText("must not be empty")).toBeVisible();
  await dialog.getByLabel("Reason").fill("It paid twice.");
  await dialog.getByRole("button", { name: `Suspend ${agent}` }).click();
  await expect(page.getByText(`${agent} is suspended`).first()).toBeVisible();
  expect(await verdict()).toBe("block");

  await page.getByRole("button", { name: "Change authority" }).click();
  const change = page.getByRole("dialog");
  await change.getByLabel("Authority").click();
  await page.getByRole("option", { name: /^full/ }).click();
  await change.getByLabel("Reason").fill("Cause found and mended.");
  await change.getByLabel("On probation").click();
  await page.getByRole("option", { name: "for 7 days" }).click();
  await expect(change.getByRole("checkbox", { name: "an incident is opened" })).toBeChecked();
  await change.getByRole("button", { name: "Set authority" }).click();
  await expect(page.getByText("Asked for full authority", { exact: true })).toBeVisible();
  await expect(page.getByText("asks for full authority")).toBeVisible();
  expect(await verdict()).toBe("block");

  const other = await asRole(browser, surety, "approver", "/overrides?view=authority");
  await other.getByRole("link", { name: new RegExp(`${agent}: full authority`) }).click();
  await expect(other.getByRole("heading", { name: `${agent} is to have full authority` })).toBeVisible();
  const criteria = other.getByRole("table", { name: "Criteria" });
  await expect(criteria.getByRole("row", { name: /no open incident/ })).toContainText("Met");
  await expect(criteria.getByRole("row", { name: /at least 100 checks/ })).toContainText("Not met");
  await expect(other.getByRole("heading", { name: "What it would change" })).toBeVisible();
  await expectAccessible(other);
  await other.keyboard.press("a");
  await expect(other.getByText("Nothing has left yet.")).toBeVisible();
  expect(await verdict()).toBe("block");
  await other.getByRole("button", { name: "Record now" }).click();
  await expect(other.getByText("full authority granted")).toBeVisible();
  expect(await verdict()).toBe("review");

  const incident = { agent, severity: "low", title: "Paid the wrong account" };
  await clients.operator.must(201, clients.operator.post("/api/v1/incidents", incident));
  expect(await verdict()).toBe("block");
  await other.goto(`${surety.url}/agents/${agent}`);
  await other.getByRole("link", { name: "Fell back" }).click();
  await expect(other.getByText(/It fell back .*The incident "Paid the wrong account" was opened\./)).toBeVisible();
  await other.close();
});

test("another release starts without the evidence of the one before", async ({ page, signIn, surety }) => {
  const { agent } = await ownDesk(surety);
  await signIn("author");
  await page.goto(`/agents/${agent}`);
  await page.getByRole("button", { name: "Change release" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current release").fill("r2");
  await dialog.getByRole("button", { name: "Change release" }).click();
  await expect(page.getByText("Release changed")).toBeVisible();
  await expect(page.getByText(`${agent}, release r2`, { exact: false })).toBeVisible();
});

test("an agent is registered, with what is wrong beside its field", async ({ page, signIn, surety }) => {
  await signIn("author");
  await page.goto("/agents/new");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Register agent" }).click();
  await expect(page.getByText("must be lower-case letters and digits", { exact: false })).toBeVisible();
  const slug = `made-${process.pid}-${Date.now()}`;
  await page.getByLabel("Name in documents and requests").fill(slug);
  await page.getByLabel("What people call it").fill("Made by hand");
  await page.getByLabel("Owner").fill("treasury");
  await page.getByLabel("Current release").fill("r1");
  await page.getByRole("button", { name: "Register agent" }).click();
  await expect(page).toHaveURL(`${surety.url}/agents/${slug}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Made by hand is registered, and governed by no pact.",
  );
});

test("an incident acts until a person resolves it", async ({ page, signIn, surety }) => {
  const { agent } = await ownDesk(surety);
  await signIn("operator");
  await page.goto(`/agents/${agent}`);
  await page.getByRole("button", { name: "Open incident" }).click();
  await page.getByRole("dialog").getByLabel("Title").fill("Paid the wrong account");
  await page.getByRole("dialog").getByRole("button", { name: "Open incident" }).click();
  await expect(page.getByRole("heading", { name: "Open incidents" })).toBeVisible();
  await page.getByRole("button", { name: "Resolve" }).click();
  await page.getByRole("dialog").getByLabel("What ended it").fill("The payment came back.");
  await page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByRole("heading", { name: "Open incidents" })).toHaveCount(0);
});

test("the list says who is below the authority that people granted", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/agents");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/authority that people granted/);
  await expect(page.getByRole("row", { name: /invoice-clerk/ })).toContainText("of full granted");
  await expectAccessible(page);
});
