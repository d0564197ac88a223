import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { type Started, startSurety } from "./harness";
import { type OidcProvider, startOidcProvider } from "./oidc-provider";

const PASSWORD = "a password of some words";
let n = 0;

/** Somebody new, whom no other story knows: invited by key, come in by the link. */
async function newcomer(surety: Started, browser: Browser, request: APIRequestContext, role = "auditor") {
  const owner = surety.quickstart.members.find((member) => member.role === "owner");
  const headers = { authorization: `Bearer ${owner?.key}` };
  const email = `newcomer-${Date.now()}-${++n}@people.example`;
  const invited = await request.post(`${surety.url}/api/v1/invitations`, { headers, data: { email, role } });
  const { url } = await invited.json();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel("Your name").fill("New Comer");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  const listed = await request.get(`${surety.url}/api/v1/members?limit=200`, { headers });
  const id = (await listed.json()).items.find((member: { email: string }) => member.email === email).id;
  return { email, id, url, page, headers };
}

async function fill(page: Page, email: string, password: string) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const lockedPage = (page: Page) => page.getByText("This account is locked for 15 minutes.");

test("an invitation makes a member, and its link opens once", async ({ surety, browser, request, page }) => {
  const { url } = await newcomer(surety, browser, request);
  await page.goto(url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This invitation does not open.");
  await expectAccessible(page);
});

test("ten wrong passwords lock a member, and the right one does not open either", async ({
  surety,
  browser,
  request,
  page,
}) => {
  const { email } = await newcomer(surety, browser, request);
  await page.goto("/signin");
  for (let i = 0; i < 10; i++) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await fill(page, email, `wrong ${i}`);
    await answered;
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  }
  await expect(lockedPage(page)).toBeVisible();
  await fill(page, email, PASSWORD);
  await expect(lockedPage(page)).toBeVisible();
  await expect(page).toHaveURL(/signin/);
});

test("signing out ends the session for its cookie too", async ({ surety, browser, request }) => {
  const { page } = await newcomer(surety, browser, request);
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: /New Comer, auditor/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/signin/);
  await page.context().addCookies(cookies);
  await page.goto("/settings/members");
  await expect(page).toHaveURL(/signin/);
});

test("removing a member ends their access at the next request", async ({ surety, browser, request }) => {
  const { page, id, headers } = await newcomer(surety, browser, request);
  await page.goto("/settings/members");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await request.delete(`${surety.url}/api/v1/members/${id}`, { headers })).status()).toBe(204);
  await page.goto("/settings/members");
  await expect(page).toHaveURL(/signin/);
});

test("changing a role counts at the next request", async ({ surety, browser, request }) => {
  const { page, id, headers } = await newcomer(surety, browser, request);
  await page.goto("/settings/members");
  await expect(page.getByRole("button", { name: "Invite somebody" })).toBeHidden();
  await request.patch(`${surety.url}/api/v1/members/${id}`, { headers, data: { role: "owner" } });
  await page.reload();
  await expect(page.getByRole("button", { name: "Invite somebody" })).toBeVisible();
});

test("the sign-in works without a script", async ({ surety, browser, request }) => {
  const { email } = await newcomer(surety, browser, request);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${surety.url}/signin?next=/settings/account`);
  await fill(page, email, "wrong");
  await expect(page.getByText("do not belong together")).toBeVisible();
  await fill(page, email, PASSWORD);
  await expect(page).toHaveURL(`${surety.url}/settings/account`);
  await context.close();
});

test("a sign-in never leads to another site", async ({ surety, browser, request, page }) => {
  const { email } = await newcomer(surety, browser, request);
  await page.goto("/signin?next=//evil.example/settings");
  await fill(page, email, PASSWORD);
  await expect(page).toHaveURL(`${surety.url}/`);
});

test("a key is shown once, works, is rotated and revoked", async ({ signIn, page, request, surety }) => {
  await signIn("owner");
  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog", { name: "New key" });
  await dialog.getByLabel("Name").fill("story key");
  await dialog.getByRole("checkbox", { name: /^read/ }).check();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = await dialog.getByLabel("key", { exact: true }).textContent();
  const ask = (bearer: string | null) =>
    request.get(`${surety.url}/api/v1/organisation`, { headers: { authorization: `Bearer ${bearer}` } });
  expect((await ask(key)).status()).toBe(200);
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Rotate story key" }).click();
  const rotation = page.getByRole("dialog", { name: "Rotate story key" });
  await rotation.getByRole("button", { name: "Make the new key" }).click();
  const next = await rotation.getByLabel("key", { exact: true }).textContent();
  expect(next).not.toBe(key);
  expect((await ask(key)).status()).toBe(200);
  await rotation.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke story key" }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("alertdialog")).toBeHidden();
  expect((await ask(next)).status()).toBe(401);
});

test("a team is made, and changed", async ({ signIn, page }) => {
  await signIn("owner");
  await page.goto("/settings/teams");
  await page.getByRole("button", { name: "New team" }).click();
  const dialog = page.getByRole("dialog", { name: "New team" });
  await dialog.getByLabel("Name").fill("Story team");
  await dialog.getByLabel("Slug").fill("Story Team");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("must be lower-case letters and digits")).toBeVisible();
  await dialog.getByLabel("Slug").fill("story-team");
  await dialog.getByRole("checkbox").first().check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("rowheader", { name: /Story team/ })).toBeVisible();
});

for (const tab of ["members", "roles", "teams", "keys", "organisation", "account"]) {
  test(`settings are accessible, and fit a small screen: ${tab}`, async ({ signIn, page }) => {
    await signIn("owner");
    await page.goto(`/settings/${tab}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test.describe("with an identity provider beside passwords", () => {
  let provider: OidcProvider;
  let own: Started;

  test.beforeAll(async () => {
    provider = await startOidcProvider();
    const oidc = {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: "surety",
      OIDC_CLIENT_SECRET: "a client's secret",
      OIDC_NAME: "Acme ID",
    };
    own = await startSurety({ env: oidc });
  });
  test.afterAll(async () => {
    await own.stop();
    await provider.stop();
  });

  const enter = async (page: Page) => {
    await page.goto(`${own.url}/signin?next=/settings/account`);
    await page.getByRole("button", { name: "Sign in with Acme ID" }).click();
  };

  test("a member whose address the provider has verified comes in", async ({ page }) => {
    const auditor = own.quickstart.members.find((member) => member.role === "auditor");
    Object.assign(provider.person, { email: auditor?.email.toUpperCase(), verified: true });
    await enter(page);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("as auditor");
  });

  test("whom the provider has not verified, or who is no member, stays out and reads why", async ({ page }) => {
    const auditor = own.quickstart.members.find((member) => member.role === "auditor");
    Object.assign(provider.person, { email: auditor?.email, verified: false });
    await enter(page);
    await expect(page.getByText("has not verified your e-mail address")).toBeVisible();
    Object.assign(provider.person, { email: "stranger@elsewhere.example", verified: true });
    await enter(page);
    await expect(page.getByText("You are not a member of any organisation here.")).toBeVisible();
  });

  test("the provider is reached without a script too", async ({ browser }) => {
    const author = own.quickstart.members.find((member) => member.role === "author");
    Object.assign(provider.person, { email: author?.email, verified: true });
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await enter(page);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("as author");
    await context.close();
  });

  test("passwords open as before", async ({ page }) => {
    const operator = own.quickstart.members.find((member) => member.role === "operator");
    await page.goto(`${own.url}/signin?next=/settings/account`);
    await fill(page, operator?.email ?? "", operator?.password ?? "");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("as operator");
  });
});
