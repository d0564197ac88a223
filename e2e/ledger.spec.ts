import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWitness } from "@/lib/cli/witness";
import { verifierKeyText } from "@/lib/domain/note";
import { testLog } from "@/lib/domain/testing-log";
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
  const text = readFileSync(file, "utf8");
  expect(verifyFile(text)).toMatchObject({ kind: "bundle", entries: 37 });

  await page.reload();
  await page.getByRole("button", { name: "Verify a file" }).click();
  const given = (name: string, content: string) =>
    page
      .getByLabel("File", { exact: true })
      .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });
  await given("changed.json", text.replace('"team.created"', '"team.creates"').replace("team.created", "team.creates"));
  await expect(page.getByText(/It does not hold: entry #\d+: /)).toBeVisible();
  await given("other.json", JSON.stringify(testLog(5).bundle()));
  await expect(page.getByText(/of another log than this one: 5 entries/)).toBeVisible();
  await given("ledger.json", text);
  await expect(page.getByText(/It holds: 37 entries, in the log surety\//)).toBeVisible();
  await expectAccessible(page);
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

test("an owner names a witness that then vouches, and erases what an entry says of somebody", async ({
  page,
  signIn,
  surety,
}) => {
  const asked = await fetch(`${surety.url}/api/v1/ledger/${surety.quickstart.organization}/key`, {
    headers: { authorization: `Bearer ${surety.quickstart.keys.service}` },
  });
  const home = mkdtempSync(join(tmpdir(), "surety-witness-"));
  const { server, key } = createWitness({ name: "witness.example/globex", logs: [(await asked.text()).trim()], home });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await signIn("owner");
  await page.goto("/ledger/witnesses");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Nobody outside vouches");
  await page.getByRole("button", { name: "Name a witness" }).click();
  await page.getByLabel("Address").fill(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await page.getByLabel("Verifier key", { exact: true }).fill("nonsense");
  await page.getByRole("button", { name: "Name it" }).click();
  await expect(page.getByText("a verifier key has the form name+hash+base64")).toBeVisible();
  await page.getByLabel("Verifier key", { exact: true }).fill(verifierKeyText(key));
  await expectAccessible(page);
  await page.getByRole("button", { name: "Name it" }).click();
  await expect(page.getByRole("row", { name: /witness\.example\/globex/ })).toBeVisible();
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByRole("row", { name: /witness\.example\/globex/ }).textContent();
      },
      { timeout: 30_000 },
    )
    .toMatch(/#[\d,]+/);
  await expectAccessible(page);
  await page.goto("/ledger");
  await page.getByRole("link", { name: "witnessed by 1 of 1" }).click();
  await page.getByRole("button", { name: "Ask witness.example/globex no more" }).click();
  await page.getByRole("button", { name: "Ask no more", exact: true }).click();
  await expect(page.getByText("Nobody outside vouches")).toBeVisible();
  server.close();
  rmSync(home, { recursive: true });

  await page.goto("/ledger?entry=6");
  await page.getByRole("button", { name: "Erase its facts" }).click();
  await expect(page.getByText("This cannot be taken back.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByRole("alertdialog").locator("[data-invalid]").first()).toBeVisible();
  await page.getByLabel("Reason").fill("A request to be forgotten, case 114");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText(/They were erased.*case 114/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Erase its facts" })).toHaveCount(0);
});
