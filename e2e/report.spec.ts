import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("a report is shared by a link that a buyer reads without a script, and revoked", async ({
  page,
  browser,
  surety,
  signIn,
}) => {
  const { name } = await ownDesk(surety);
  await signIn("author");
  await page.goto(`/pacts/${name}/report`);
  await expect(page.getByText("Nobody has a link to this report yet.")).toBeVisible();
  await page.getByLabel("Reader").fill("Meridian Foods");
  await page.getByRole("button", { name: "Make the link" }).click();
  const shown = page.getByRole("status").filter({ hasText: "shown this once" });
  await expect(shown).toBeVisible();
  const url = /http\S+\/r\/[0-9a-z]{32}/.exec((await shown.textContent()) ?? "")?.[0] ?? "";
  await expectAccessible(page);

  const buyer = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
  const reading = await buyer.newPage();
  const asked: string[] = [];
  reading.on("request", (request) => asked.push(new URL(request.url()).host));
  await reading.goto(url);
  await expect(reading.getByRole("heading", { level: 1 })).toContainText(`Pact of ${name}`);
  await expect(reading.getByText("Every payment is checked twice.")).toBeVisible();
  await expect(reading.getByText(/not a financial guarantee/)).toBeVisible();
  expect(new Set(asked)).toEqual(new Set([new URL(surety.url).host]));

  await page.reload();
  await page.getByRole("button", { name: "Revoke the link of Meridian Foods" }).click();
  await expect(page.getByRole("cell", { name: "revoked" })).toBeVisible();
  await reading.goto(url);
  await expect(reading.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await buyer.close();
});
