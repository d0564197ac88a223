import { expect, expectAccessible, test } from "./fixtures";

test("the overview opens with one sentence and says what needs a person", async ({ page, signIn }) => {
  await signIn("owner");
  await page.goto("/");
  await expect(page).toHaveTitle("Overview · Surety");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/\.$/);
  await expect(page.getByRole("heading", { name: "Needs you" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Below granted authority" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Verdicts, 30 days" })).toBeVisible();
  const numbers = page.getByRole("table", { name: "Governed numbers" });
  await expect(numbers.getByRole("row")).toHaveCount(5);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await expectAccessible(page);
});

test("a held decision is settled from the overview, and leaves the list", async ({ page, surety, request, signIn }) => {
  const owner = surety.quickstart.members.find(({ role }) => role === "owner");
  const agent = `held-${Date.now()}`;
  const headers = { authorization: `Bearer ${owner?.key}` };
  const set = await request.patch(`${surety.url}/api/v1/organisation`, {
    headers,
    data: { ungovernedAgents: { [agent]: "review" } },
  });
  expect(set.status()).toBe(200);
  const asked = await request.post(`${surety.url}/api/v1/decisions`, {
    headers: { authorization: `Bearer ${surety.quickstart.keys.service}` },
    data: { agent, action: "letters.send" },
  });
  const { id } = await asked.json();
  await signIn("operator");
  await page.goto("/");
  const row = page.getByRole("row").filter({ hasText: `${agent} asks for letters.send` });
  await expect(page.getByRole("heading", { name: "Needs you" })).toBeVisible();
  // Other stories leave things that wait: this one may be folded away below them.
  if (!(await row.isVisible())) await page.getByText(/^\d+ more$/).click();
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText("Denied", { exact: true })).toBeVisible();
  await expect(row).toBeHidden();
  const after = await request.get(`${surety.url}/api/v1/decisions/${id}`, { headers });
  expect(await after.json()).toMatchObject({ status: "final", permitted: false, review: { state: "denied" } });
});

test("the palette goes to pages, things and ids; G and a letter goes too", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search or act").fill("ledger");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/ledger$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^The ledger holds/);
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search or act").fill("dark theme");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByPlaceholder("Search or act")).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page).toHaveURL(/\/decisions$/);
  await expect(page.getByRole("navigation", { name: "Saved views" })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expect(page.getByText("Copy the row as curl")).toBeVisible();
});

test("a ledger entry is opened by its number", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/ledger?entry=0");
  const peek = page.getByRole("complementary", { name: "Ledger entry 0" });
  await expect(peek.getByText("organisation.created", { exact: true })).toBeVisible();
  await expectAccessible(page);
});

test("an entry that was never written is not found", async ({ page, signIn, expectErrors }) => {
  expectErrors(/404/);
  await signIn("auditor");
  await page.goto("/ledger?entry=999999999");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here.");
});
