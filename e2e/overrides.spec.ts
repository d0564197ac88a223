import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("an override is asked for in a sentence, approved by another, and ends when it is revoked", async ({
  browser,
  page,
  signIn,
  surety,
}) => {
  const { name, agent, clause, title, clients } = await ownDesk(surety);
  const verdict = async () => {
    const body = { agent, action: `${name}.pay`, workflow: name, dryRun: true };
    return (await clients.service.must(200, clients.service.post("/api/v1/decisions", body))).verdict;
  };
  expect(await verdict()).toBe("review");
  await signIn("operator");
  await page.goto(`/overrides/new?pact=${name}&clause=${clause}&trigger=missing`);
  await expect(page.getByText(`${agent} may do everything below ${name}`, { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ask for the override" }).click();
  await expect(page.getByText("must not be empty")).toBeVisible();
  await page.getByLabel("Reason").fill("The eval runs tonight.");
  await page.getByRole("button", { name: "Ask for the override" }).click();
  await expect(page).toHaveURL(/\/overrides\?peek=ovr_/);
  await expect(page.getByText("You asked for it, so another approver or owner answers.")).toBeVisible();
  await page.getByRole("button", { name: "Change request" }).click();
  await page.getByRole("dialog").getByLabel("At most how often").fill("5");
  await page.getByRole("dialog").getByRole("button", { name: "Change request" }).click();
  await expect(page.getByRole("heading", { name: agent })).toContainText("at most 5 times");
  expect(await verdict()).toBe("review");

  const other = await browser.newPage();
  const approver = surety.quickstart.members.find(({ role }) => role === "approver");
  const here = new URL(page.url());
  await other.goto(`${surety.url}/signin?next=${encodeURIComponent(here.pathname + here.search)}`);
  await other.getByLabel(/e-?mail/i).fill(approver?.email ?? "");
  await other.getByLabel(/password/i).fill(approver?.password ?? "");
  await other.getByRole("button", { name: /^sign in/i }).click();
  await expect(other.getByRole("heading", { name: agent })).toBeVisible();
  await expectAccessible(other);
  await other.getByText("Narrow it").click();
  await other.getByLabel("At most how often").fill("4");
  await other.getByLabel("At most how often").blur();
  await other.keyboard.press("a");
  await expect(other.getByText("Nothing has left yet.")).toBeVisible();
  expect(await verdict()).toBe("review");
  await other.keyboard.press("z");
  await expect(other.getByText("Nothing has left yet.")).toBeHidden();
  await other.keyboard.press("a");
  await other.getByRole("button", { name: "Record now" }).click();
  await expect(other.getByText("Override approved")).toBeVisible();
  expect(await verdict()).toBe("allow");

  await expect(other.getByRole("heading", { name: agent })).toContainText("at most 4 times");

  await other.goto(`${surety.url}/agents/${agent}`);
  await expect(other.getByText("Waived").first()).toBeVisible();
  await other.close();
  await page.reload();
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Override revoked")).toBeVisible();
  expect(await verdict()).toBe("review");
  expect(title).toContain(name);
});
