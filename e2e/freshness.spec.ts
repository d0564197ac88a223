import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("evidence submitted on the board takes a clause out of the missing lane", async ({ page, signIn, surety }) => {
  const { name, clause, title } = await ownDesk(surety);
  await signIn("operator");
  await page.goto(`/freshness?clause=${name}/${clause}`);
  const peek = page.getByRole("complementary", { name: `Evidence for ${title}` });
  await expect(peek.getByText("No record yet.")).toBeVisible();
  await expectAccessible(page);
  await peek.getByRole("button", { name: `Request evidence for ${title}` }).click();
  await expect(page.getByText("Asked for evidence of 1 clause")).toBeVisible();
  await expect(peek.getByText("Asked for", { exact: true })).toBeVisible();
  await peek.getByRole("button", { name: "Submit evidence" }).click();
  const dialog = page.getByRole("dialog", { name: "Submit evidence" });
  await dialog.getByRole("button", { name: "Submit evidence" }).click();
  await expect(dialog.getByText("must not be empty")).toBeVisible();
  await dialog.getByLabel("Source").fill("the desk itself");
  await dialog.getByRole("button", { name: "Submit evidence" }).click();
  await expect(dialog.getByText(/must be the number of checks that passed/)).toBeVisible();
  await dialog.getByLabel("Checks passed").fill("40");
  await dialog.getByRole("button", { name: "Submit evidence" }).click();
  await expect(page.getByText("Evidence recorded")).toBeVisible();
  await expect(peek.getByText("40 of 40, the desk itself")).toBeVisible();
  await expect(peek.getByText(/of 7.d/).first()).toBeVisible();
});

test("the board opens with what is stale and who is next, and is walked by keyboard", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/freshness");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/stale|evidence|fresh/);
  await expect(page.getByText(/goes stale in/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("j");
  await expect(page.getByRole("complementary", { name: /^Evidence for/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary", { name: /^Evidence for/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Submit/ })).toHaveCount(0); // an auditor only reads
});
