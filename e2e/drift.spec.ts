import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("a drift is followed to its curve and to the record behind it, and an exposed decision is answered for", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await page.goto("/drift");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Cites its source" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("failed");
  await expect(page.getByRole("img", { name: /Odds that the promise is broken/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "this record" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("checks passed");
  await expect(page.getByText(/latched by this record/)).toBeVisible();
  await expect(page.getByRole("link", { name: /^Ledger entry #/ })).toBeVisible();
  await expectAccessible(page);
  await page.goBack();
  await page
    .getByRole("checkbox", { name: /^Choose the decision/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Say what became of them" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Record" }).click();
  await expect(page.getByText("1 decision marked").first()).toBeVisible();
  await expect(page.getByRole("cell", { name: /No harm/ }).first()).toBeVisible();
});

test("an incident is opened for an agent, and its pack says what was promised", async ({ page, signIn, surety }) => {
  const { agent } = await ownDesk(surety);
  await signIn("operator");
  await page.goto("/incidents");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open incident" }).click();
  const dialog = page.getByRole("dialog", { name: "Open an incident" });
  await dialog.getByLabel("Agent").click();
  await page.getByRole("option", { name: agent }).click();
  await dialog.getByLabel("Title").fill(`Paid twice by ${agent}`);
  await dialog.getByRole("button", { name: "Open incident" }).click();
  await page.getByRole("link", { name: `Paid twice by ${agent}` }).click();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Post-incident pack" }).click();
  await expect(page.getByText("Every payment is checked twice.")).toBeVisible();
  await expectAccessible(page);
});
