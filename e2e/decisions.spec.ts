import type { APIRequestContext } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import type { Started } from "./harness";

let n = 0;

/** A decision of an agent that only this story knows: no pact covers it, so it is blocked. */
async function ask(request: APIRequestContext, surety: Started, agent: string, action = "files.delete") {
  const response = await request.post(`${surety.url}/api/v1/decisions`, {
    headers: { authorization: `Bearer ${surety.quickstart.keys.service}` },
    data: { agent, action, resource: `file ${++n}`, context: { amount: 120.5, currency: "EUR" } },
  });
  expect(response.status()).toBe(200);
  return (await response.json()) as { id: string };
}

const newAgent = () => `story-${Date.now()}-${++n}`;

test("a decision is found by its address, explained, and its link shows it to the next reader", async ({
  page,
  surety,
  request,
  signIn,
}) => {
  const agent = newAgent();
  const { id } = await ask(request, surety, agent);
  await signIn("auditor");
  await page.goto(`/decisions?agent=${agent}`);
  const rows = page.getByRole("table", { name: "Decisions, newest first" });
  await expect(rows.getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
  await rows.getByRole("link", { name: "files.delete" }).click();
  await expect(page).toHaveURL(new RegExp(`d=${id}`));
  const peek = page.getByRole("complementary", { name: `Decision ${id}` });
  await expect(peek.getByRole("heading", { level: 2 })).toHaveText(/^Blocked: No live pact/);
  await expect(peek.getByText("120.5", { exact: true })).toBeVisible();
  await expect(peek.getByRole("link", { name: /^Ledger entry #/ }).first()).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(peek.getByRole("heading", { level: 2 })).toHaveText(/^Blocked: No live pact/);
  await page.keyboard.press("Escape");
  await expect(peek).toBeHidden();
  await expect(page).not.toHaveURL(/d=/);
});

test("new decisions wait behind a button, so that nothing jumps under the hand", async ({
  page,
  surety,
  request,
  signIn,
}) => {
  const agent = newAgent();
  await ask(request, surety, agent);
  await signIn("operator");
  await page.goto(`/decisions?agent=${agent}`);
  const rows = page.getByRole("table", { name: "Decisions, newest first" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await ask(request, surety, agent);
  await ask(request, surety, agent);
  const button = page.getByRole("button", { name: "2 new decisions" });
  await expect(button).toBeVisible();
  await expect(rows).toHaveCount(2);
  await button.click();
  await expect(rows).toHaveCount(4);
});

test("the list is walked, explained and copied by keys alone", async ({ page, surety, request, signIn, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const agent = newAgent();
  const first = await ask(request, surety, agent, "files.first");
  const second = await ask(request, surety, agent, "files.second");
  await signIn("author");
  await page.goto(`/decisions?agent=${agent}`);
  await expect(page.getByRole("link", { name: "files.first" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "files.second" })).toBeFocused();
  await page.keyboard.press("e");
  await expect(page).toHaveURL(new RegExp(`d=${second.id}`));
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(`d=${first.id}`));
  await page.keyboard.press("c");
  await expect(page.getByText("Copied as curl")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`${surety.url}/api/v1/decisions`);
  expect(copied).toContain('"action": "files.first"');
  expect(copied).not.toContain("sry_");
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/d=/);
});

test("filters live in the address, and what cannot be read there opens the page all the same", async ({
  page,
  surety,
  request,
  signIn,
}) => {
  const agent = newAgent();
  await ask(request, surety, agent);
  await signIn("auditor");
  await page.goto(`/decisions?agent=${agent}&range=9y&verdict=perhaps`);
  await expect(page.getByRole("link", { name: "files.delete" })).toBeVisible();
  await page.getByRole("checkbox", { name: /Block/ }).click();
  await expect(page).toHaveURL(/verdict=block/);
  await page.getByRole("link", { name: "Held for review" }).click();
  await expect(page).toHaveURL(/verdict=review/);
  await page.goto(`/decisions?agent=${agent}&verdict=allow`);
  await expect(page.getByText("No decision of this stretch of time matches these filters.")).toBeVisible();
  await page.keyboard.press("/");
  await page.getByPlaceholder(/^Agent, verdict, trigger/).fill("no pact");
  await page
    .getByRole("option", { name: /no pact/i })
    .first()
    .click();
  await expect(page).toHaveURL(/trigger=no_pact/);
  await page.getByRole("link", { name: "Remove filter: Verdict is" }).click();
  await expect(page.getByRole("link", { name: "files.delete" })).toBeVisible();
});

test("the view as CSV holds the rows of the view", async ({ page, surety, request, signIn }) => {
  const agent = newAgent();
  const { id } = await ask(request, surety, agent);
  await signIn("auditor");
  const response = await page.request.get(`${surety.url}/decisions/csv?agent=${agent}`);
  expect(response.headers()["content-type"]).toContain("text/csv");
  const lines = (await response.text()).trim().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(id);
});

test("an id that names no decision of ours opens nothing, and says so", async ({ page, signIn, expectErrors }) => {
  expectErrors(/404/);
  await signIn("auditor");
  await page.goto("/decisions?d=dec_00000000000000000000000000");
  await expect(page.getByText("There is nothing here that you may see.")).toBeVisible();
});

test("on a small screen the peek covers the page and nothing overflows", async ({ page, surety, request, signIn }) => {
  const agent = newAgent();
  await ask(request, surety, agent);
  await signIn("auditor");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/decisions?agent=${agent}`);
  await page.getByRole("link", { name: "files.delete" }).click();
  await expect(page.getByRole("dialog", { name: /^Decision dec_/ })).toBeVisible();
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBe(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close" }).click();
  expect(await overflow()).toBe(0);
  await expectAccessible(page);
});

test("a signed-out reader is asked to sign in, and the data behind the page answers 401", async ({ page, surety }) => {
  const response = await page.request.get(`${surety.url}/decisions/summary`, { maxRedirects: 0 });
  expect(response.status()).toBe(401);
  await page.goto("/decisions?verdict=block");
  await expect(page).toHaveURL(/\/signin\?next=/);
});
