import { readFileSync } from "node:fs";
import { verifyFile } from "@/lib/domain/verify";
import { expect, expectAccessible, test } from "./fixtures";

test("an auditor verifies the whole ledger in the browser, and keeps a range that verifies without us", async ({
  page,
  signIn,
}) => {
  await signIn("auditor");
  await page.goto("/ledger");
  await expect(page.getByText(/Signed to #[\d,]+/)).toBeVisible();
  await expect(page.getByText("Not verified in this browser yet.")).toBeVisible();
  await page.getByRole("button", { name: "Verify in this browser" }).click();
  await expect(page.getByText(/Verified to #[\d,]+/)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText(/Verified to #[\d,]+/)).toBeVisible();

  await page.getByRole("button", { name: "Export with proofs" }).click();
  await page.getByLabel("From number").fill("3");
  await page.getByLabel("To, not included").fill("40");
  await expectAccessible(page);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await (await downloading).path();
  expect(verifyFile(readFileSync(file, "utf8"))).toMatchObject({ kind: "bundle", entries: 37 });
});

test("a leaf that was changed on its way is named", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.route("**/tile/entries/**", async (route) => {
    const response = await route.fetch();
    const body = (await response.body()).toString("latin1").replace("team.created", "team.changed");
    await route.fulfill({
      response,
      body: Buffer.from(body, "latin1"),
      headers: { "content-type": "application/octet-stream" },
    });
  });
  await page.goto("/ledger");
  await page.getByRole("button", { name: "Verify in this browser" }).click();
  await expect(page.getByText(/does not verify: entry #\d+: its leaf is not what the tree holds/)).toBeVisible();
});

test("the ledger is narrowed by kind, subject and day, in an address that can be sent", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/ledger");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByLabel("Of this kind").fill("pact.published");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/kind=pact\.published/);
  await expect(page.getByText("pact.published").first()).toBeVisible();
  await expect(page.getByText("team.created")).toHaveCount(0);
  await page.goto("/ledger?entry=3");
  await page.getByRole("link", { name: "All of this kind" }).click();
  await expect(page).toHaveURL(/kind=/);
});

test("how to verify without us is open to anybody", async ({ page }) => {
  await page.goto("/reference/verify");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Verify the ledger");
  await expectAccessible(page);
});
