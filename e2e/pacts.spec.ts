import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

const source = (page: import("@playwright/test").Page) => page.getByLabel("Pact document, YAML or JSON");

test("a document is judged while it is typed, line by line, and saved as a draft", async ({
  page,
  signIn,
  expectErrors,
}) => {
  // Nobody registered the example's agent: there is nothing to simulate the draft on, and its panel says so.
  expectErrors(/status of 422 .*\/simulation/);
  await signIn("author");
  await page.goto("/pacts/new?template=document");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Load the example" }).click();
  await expect(page.getByRole("heading", { name: "Refund desk" })).toBeVisible();
  await expect(page.getByText(/holes? to mend before it can be published/)).toBeVisible();
  const example = await source(page).inputValue();
  await source(page).fill(example.replace("severity: critical", "sevrity: critical"));
  await expect(page.getByText(/unknown key; did you mean `severity`/)).toBeVisible();
  const line = example.split("\n").findIndex((text) => text.includes("severity: critical")) + 1;
  await page
    .getByRole("button", { name: `line ${line}` })
    .first()
    .click();
  await expect(source(page)).toBeFocused();
  const slug = `written-${process.pid}-${Date.now()}`;
  await source(page).fill(example.replace("pact: refund-desk", `pact: ${slug}`));
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page).toHaveURL(new RegExp(`/pacts/${slug}\\?version=1`));
  await expect(page.getByText("Version 1 is a draft, last written by", { exact: false })).toBeVisible();
});

test("a document that cannot be read is not sent, and says where it is wrong", async ({ page, signIn }) => {
  await signIn("author");
  await page.goto("/pacts/new?template=document");
  await source(page).fill("surety: 1\npact: a\npact: b\n");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByRole("button", { name: "line 3" })).toBeVisible();
  await expect(page).toHaveURL(/\/pacts\/new/);
});

test("a draft binds nobody until another person approves and it is published", async ({
  browser,
  page,
  signIn,
  surety,
}) => {
  const { name, document, clients } = await ownDesk(surety, { publish: false });
  await clients.author.must(200, clients.author.put(`/api/v1/pacts/${name}`, document));
  await signIn("author");
  await page.goto(`/pacts/${name}`);
  const looked = page.getByRole("list", { name: "Before it is published" });
  await expect(looked.getByText("Publishing starts 1 clause without evidence")).toBeVisible();
  await page.getByRole("button", { name: "Submit for review" }).click();
  await expect(page.getByText("You wrote it last, so you cannot approve it")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);

  const other = await browser.newPage();
  const approver = surety.quickstart.members.find(({ role }) => role === "approver");
  await other.goto(`${surety.url}/signin?next=/pacts/${name}`);
  await other.getByLabel(/e-?mail/i).fill(approver?.email ?? "");
  await other.getByLabel(/password/i).fill(approver?.password ?? "");
  await other.getByRole("button", { name: /^sign in/i }).click();
  await other.getByRole("button", { name: /^Approve/ }).click();
  await expect(other.getByText("You have approved it.")).toBeVisible();
  await other.close();

  await page.reload();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText(`Checks twice at ${name}`)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  // Proven before it is published: evidence for this very draft.
  await looked.getByRole("button", { name: `Submit evidence for Checks twice at ${name}` }).click();
  const proof = page.getByRole("dialog", { name: "Submit evidence" });
  await proof.getByLabel("Checks passed").fill("40");
  await proof.getByLabel("Source").fill("lab");
  await proof.getByRole("button", { name: "Submit evidence" }).click();
  await expect(looked.getByText("No clause would start without evidence.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await dialog.getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByText("Version 1 published")).toBeVisible();
  await expect(page.getByText("Live, enforced")).toBeVisible();
  await expect(page.getByText("Met", { exact: true }).first()).toBeVisible();
});

test("an edit of a live pact is a draft whose differences are told in sentences", async ({ page, signIn, surety }) => {
  const { name } = await ownDesk(surety);
  await signIn("author");
  await page.goto(`/pacts/${name}`);
  await page.getByRole("link", { name: "Draft a new version" }).click();
  await page.getByLabel("Window").fill("3 d");
  await expect(page.getByText("Window 7 d → 3 d, tighter", { exact: false })).toBeVisible();
  await expect(page.getByText(/^Saved \d.*edit \d+$/)).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/pacts/${name}?version=2`);
  await page.getByRole("link", { name: "Compare 1 with 2" }).click();
  await expect(page.getByText("Window 7 d → 3 d, tighter", { exact: false })).toBeVisible();
  await expectAccessible(page);
});

test("the contract says why a clause does not hold, and what one can do", async ({ page, signIn }) => {
  await signIn("approver");
  await page.goto("/pacts/supplier-payments");
  const contract = page.getByRole("article", { name: "Supplier payments" });
  await expect(contract.getByText("Breached", { exact: true })).toBeVisible();
  await expect(contract.getByRole("link", { name: "ask for an override" }).first()).toBeVisible();
  await expectAccessible(page);
  await page.goto("/pacts");
  await expect(page.getByRole("link", { name: /^Weakening/ })).toBeVisible();
  await expectAccessible(page);
});

test("an unknown pact is a page that says so, with status 404", async ({ page, signIn, expectErrors }) => {
  await signIn("auditor");
  expectErrors(/404/);
  const answer = await page.goto("/pacts/no-such-pact");
  expect(answer?.status()).toBe(404);
});
