import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("a counterparty signs the contract behind its link without a script, and its other wording becomes a draft once an author takes it over", async ({
  page,
  browser,
  surety,
  signIn,
}) => {
  const { name, title } = await ownDesk(surety);
  await signIn("author");
  await page.goto(`/pacts/${name}/report`);
  await page.getByRole("checkbox", { name: "Ask for a countersignature by Meridian Foods" }).click();
  await page.getByRole("button", { name: "Make the link" }).click();
  const shown = page.getByRole("status").filter({ hasText: "shown this once" });
  await expect(shown).toBeVisible();
  const url = /http\S+\/r\/[0-9a-z]{32}/.exec((await shown.textContent()) ?? "")?.[0] ?? "";

  const buyer = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
  const reading = await buyer.newPage();
  await reading.goto(url);
  await reading.getByRole("link", { name: /^Read the whole contract/ }).click();
  await expect(reading.getByRole("heading", { level: 1, name: `Pact of ${name}` })).toBeVisible();
  const signing = reading.locator("form#countersign");
  await signing.getByLabel("Your name").fill("Jane Doe");
  await signing.getByLabel("Your e-mail").fill("jane@meridian.example");
  await signing.getByLabel("Consent").fill("perhaps");
  await signing.getByRole("button", { name: "Countersign" }).click();
  await expect(reading.getByRole("alert")).toContainText("Consent must be the words I agree");
  await expect(signing.getByLabel("Your name")).toHaveValue("Jane Doe");
  await signing.getByLabel("Consent").fill("I agree");
  await signing.getByRole("button", { name: "Countersign" }).click();
  await expect(reading.getByRole("status")).toContainText("Version 1 bears your countersignature");
  await expect(reading.getByRole("cell", { name: "Jane Doe, for Meridian Foods" })).toBeVisible();

  await reading.getByText("Propose other wording", { exact: true }).click();
  await reading.getByRole("textbox", { name: `1. ${title}` }).fill("Every payment is checked twice, by two people.");
  const proposing = reading.locator("#redline");
  await proposing.getByLabel("Your name").fill("Jane Doe");
  await proposing.getByLabel("Your e-mail").fill("jane@meridian.example");
  await proposing.getByRole("button", { name: "Propose this wording" }).click();
  await expect(reading.getByText("waits for an author", { exact: false })).toBeVisible();
  const scripted = await browser.newPage();
  await scripted.goto(`${url}/contract`);
  await expectAccessible(scripted);
  await scripted.close();

  await page.goto(`/pacts/${name}`);
  await expect(page.getByText("for Meridian Foods, jane@meridian.example")).toBeVisible();
  const proposal = page.getByRole("region", { name: "Proposed by the counterparty" });
  await expect(proposal.getByText("by two people", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await proposal.getByRole("button", { name: "Take over into the draft" }).click();
  await expect(page.getByText("Taken up in version 2")).toBeVisible();
  await page.goto(`/pacts/${name}/compare?from=1&to=2`);
  await expect(page.getByText("Every payment is checked twice, by two people.")).toBeVisible();
  await page.getByText(`Comment on ${title}`).click();
  await page.getByLabel("Comment", { exact: true }).fill("Counsel agrees.");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(page.getByRole("list", { name: `Comments on ${title}` }).getByText("Counsel agrees.")).toBeVisible();
  await expectAccessible(page);
  await reading.reload();
  await expect(reading.getByText("taken over into version 2", { exact: false })).toBeVisible();
  await buyer.close();
});
