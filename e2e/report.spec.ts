import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { SmtpReceiver } from "@/lib/runtime/testing-smtp";
import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

/** What a mail says, of those that went to an address, the latest last. */
const mailTo = async ({ got }: SmtpReceiver, address: string, nth: number, find: RegExp): Promise<string> => {
  const mine = () => got.filter(({ to }) => to.includes(address));
  await expect.poll(() => mine().length, { timeout: 20_000 }).toBeGreaterThan(nth);
  const plain = (mine()[nth]?.raw ?? "").replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
  return find.exec(plain)?.[1] ?? "";
};

test("a report of two pacts is previewed, shared, read without a script, held against an earlier day, verified, asked about, subscribed to, and revoked", async ({
  page,
  browser,
  surety,
  signIn,
  smtp,
}) => {
  const { name, title, agent, document, clients } = await ownDesk(surety);
  const late = { agent, severity: "low", title: "Late by a day" };
  await clients.operator.must(201, clients.operator.post("/api/v1/incidents", late));
  const other = await ownDesk(surety);
  await signIn("author");
  await page.goto(`/pacts/${name}/report`);
  await expect(page.getByText("Nobody has a link to this report yet.")).toBeVisible();
  await page.getByLabel(title).fill("EU AI Act: Art. 14");
  await page.getByRole("button", { name: "Record the references" }).click();
  await expect(page.getByText("Control references recorded")).toBeVisible();
  await page.getByLabel("Reader", { exact: true }).fill("Meridian Foods");
  const without = page.getByRole("checkbox", { name: "Names of teams" });
  await without.click();
  const opening = page.waitForEvent("popup");
  await page.getByRole("button", { name: "See it as the reader would" }).click();
  const preview = await opening;
  await expect(preview.getByText("PREVIEW: what Meridian Foods would read now")).toBeVisible();
  await expect(preview.getByText("left out by the author").first()).toBeVisible();
  await preview.close();
  await without.click();
  await page.getByText("Other pacts on the same report", { exact: true }).first().click();
  await page.getByRole("checkbox", { name: other.document.title }).click();
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
  const heading = reading.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(document.title);
  await expect(reading.getByText("Every payment is checked twice.")).toBeVisible();
  await expect(reading.getByText(/not a financial guarantee/)).toBeVisible();
  await expect(reading.getByText("Controls, as the author gives them: EU AI Act: Art. 14.")).toBeVisible();
  await expect(reading.getByText('opened the incident "Late by a day" (low)', { exact: false })).toBeVisible();
  await expect(reading.getByText("This report has 2 pacts.")).toBeVisible();
  await reading.getByRole("link", { name: other.document.title }).click();
  await expect(heading).toContainText(other.document.title);
  await reading.getByRole("link", { name: document.title }).click();
  await reading.getByRole("link", { name: "Answer sheet" }).click();
  await expect(reading.getByText("What changes when it does not hold?")).toBeVisible();
  await expect(reading.getByText(/^(Missing, stale|Stale, missing): held for a person\.$/)).toBeVisible();
  await reading.getByRole("link", { name: "Trust report" }).click();
  await reading.getByRole("link", { name: "Compare with an earlier day" }).click();
  await reading.getByRole("button", { name: "Compare" }).click();
  await expect(reading.getByText(/^On .* no version of this pact was in force\.$/)).toBeVisible();
  await expect(reading.getByRole("row", { name: /Checks twice.*not in force.*Unproven/ })).toBeVisible();
  expect(new Set(asked)).toEqual(new Set([new URL(surety.url).host]));
  const facts = await (await reading.request.get(`${url}/report.csv`)).text();
  expect(facts).toContain("clause,checks-twice,obligation,Every payment is checked twice.,");

  const scripted = await browser.newPage();
  for (const end of ["", "/answers", "/compare?day=2026-01-01"]) {
    await scripted.goto(url + end);
    await expectAccessible(scripted);
  }
  await scripted.goto(`${url}/verify`);
  const said = scripted.getByRole("status");
  const bundle = await (await scripted.request.get(`${url}/bundle.json?pact=${name}`)).json();
  const give = (file: string, content: object) =>
    scripted.getByLabel("Or a file that you kept", { exact: false }).setInputFiles({
      ...{ name: file, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(content)) },
    });
  await give("whole.json", bundle);
  await expect(said).toContainText("whole.json holds: ");
  const [first, ...rest] = bundle.entries;
  await give("changed.json", {
    ...bundle,
    entries: [{ ...first, leaf: first.leaf.replace(/[0-9a-f]{8}"/, 'xxxxxxxx"') }, ...rest],
  });
  await expect(said).toContainText(`changed.json does not hold: entry #${first.index}`);
  await scripted.getByRole("button", { name: "Verify this report" }).click();
  await expect(said).toContainText("This report holds: ");
  await expect(said).toContainText("It says: “On ");
  await expectAccessible(scripted);
  await scripted.close();

  await reading.goto(url);
  await reading.getByText(/^Ask .* a question$/).click();
  await reading.getByLabel("Your name").fill("Jane Doe");
  await reading.getByLabel("Your question").fill("Who checks the second time?");
  await reading.getByRole("button", { name: "Ask" }).click();
  await expect(reading.getByRole("status")).toContainText("Your question is asked");
  await expect(reading.getByText("Not answered yet.")).toBeVisible();
  await reading.getByText("Subscribe to this report").click();
  await reading.getByLabel("Your e-mail").fill(`jane@${name}.example`);
  await reading.getByRole("button", { name: "Tell me by mail" }).click();
  await expect(reading.getByRole("status")).toContainText("told once it is confirmed");
  await reading.goto(await mailTo(smtp, `jane@${name}.example`, 0, /(http\S+\/r\/subscriptions\/[0-9a-z]{32})/));
  await reading.getByRole("button", { name: "Confirm" }).click();
  await expect(reading.getByRole("status")).toContainText("is told when the report changes, since");

  await page.goto("/");
  const waiting = page.getByRole("link", { name: `Jane Doe asks about Pact of ${name}`, includeHidden: true });
  await page.goto((await waiting.getAttribute("href")) ?? "");
  await page.getByLabel("Answer to Jane Doe").fill("The desk's lead, each time.");
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await expect(page.getByText("Answered on the record")).toBeVisible();
  await expect(page.getByRole("cell", { name: `jane@${name}.example`, exact: true })).toBeVisible();
  await expectAccessible(page);
  await reading.goto(url);
  await expect(reading.getByText("The desk's lead, each time.")).toBeVisible();
  await expect(reading.getByRole("heading", { name: /^Since your last visit/ })).toBeVisible();
  await mailTo(smtp, `jane@${name}.example`, 1, /(A question that was asked through this link was answered)/);
  await page.getByRole("button", { name: `Tell jane@${name}.example no more` }).click();
  await expect(page.getByRole("cell", { name: "ended", exact: true })).toBeVisible();

  await page.getByLabel("Reader", { exact: true }).fill("Named at Meridian");
  await page.getByLabel("Only these readers").fill(`joe@${name}.example`);
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(shown).toBeVisible();
  const named = /http\S+\/r\/[0-9a-z]{32}/.exec((await shown.textContent()) ?? "")?.[0] ?? "";
  await reading.goto(named);
  await reading.getByLabel("Your e-mail").fill(`joe@${name}.example`);
  await reading.getByRole("button", { name: "Mail me a code" }).click();
  await reading
    .getByLabel("Code of six digits")
    .fill(await mailTo(smtp, `joe@${name}.example`, 0, /^ {4}(\d{6})\r?$/m));
  await reading.getByRole("button", { name: "Open the report" }).click();
  await expect(reading.getByText(`Read by joe@${name}.example, Named at Meridian`)).toBeVisible();

  await page.reload();
  await expect(page.getByRole("cell", { name: `joe@${name}.example of Named at Meridian` })).toBeVisible();
  await page.getByRole("button", { name: "Revoke the link of Meridian Foods" }).click();
  await expect(page.getByRole("cell", { name: "revoked" })).toBeVisible();
  await reading.goto(url);
  await expect(reading.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await buyer.close();
});

test("an owner holds all records and keeps decisions for two years; an auditor takes a whole population out and changes nothing", async ({
  page,
  surety,
  signIn,
}) => {
  const { document } = await ownDesk(surety);
  await signIn("owner");
  await page.goto("/settings/records");
  const head = page.getByRole("heading", { level: 1 });
  await expect(head).toHaveText("Everything is kept for ever.");
  await page.getByLabel("Keep decisions").fill("P2");
  await page.getByRole("button", { name: "Change the retention" }).click();
  await expect(page.getByText("must be an ISO 8601 duration", { exact: false })).toBeVisible();
  await page.getByLabel("Keep decisions").fill("P730D");
  await page.getByRole("button", { name: "Change the retention" }).click();
  await expect(head).toContainText("Decisions are kept for");
  await page.getByLabel("Why nothing may be erased").fill("Case 114");
  await page.getByRole("button", { name: "Place a legal hold" }).click();
  await expect(head).toHaveText("1 legal hold in force: nothing is pruned or erased.");
  await page.getByLabel("Name of the TXT record").fill("_surety.acme.example");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByText("Publish exactly this record:")).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Why it is over").fill("It is closed");
  await page.getByRole("button", { name: "Release" }).click();
  await expect(page.getByText("It is closed")).toBeVisible();
  await page.getByLabel("Keep decisions").fill("");
  await page.getByRole("button", { name: "Change the retention" }).click();
  await expect(head).toHaveText("Everything is kept for ever.");

  await page.context().clearCookies();
  await signIn("auditor");
  await page.goto("/settings/records");
  await expect(page.getByText("Case 114")).toBeVisible();
  await expect(page.getByRole("button", { name: /hold|retention|Release|Save|Look it up/ })).toHaveCount(0);
  await page.getByLabel("What", { exact: true }).click();
  await page.getByRole("option", { name: "Evidence" }).click();
  await page.getByLabel("Of the pact").click();
  await page.getByRole("option", { name: document.title }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export all of it" }).click();
  const kept = readFileSync(await (await downloading).path());
  await expect
    .poll(async () => {
      await page.reload();
      return page.getByRole("table", { name: "Populations that were taken out" }).textContent();
    })
    .toContain(createHash("sha256").update(kept).digest("hex"));
  await expectAccessible(page);
});
