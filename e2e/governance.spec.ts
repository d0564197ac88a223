import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("a metric without a response is refused; with one, its breach changes the next decision until it is lifted", async ({
  page,
  surety,
  signIn,
}) => {
  const { name, agent, clients } = await ownDesk(surety);
  const { service } = clients;
  const ask = async () => {
    const body = { agent, action: `${name}.pay`, workflow: name, dryRun: true };
    return service.must(200, service.post("/api/v1/decisions", body));
  };
  const before = (await ask()).verdict;
  await signIn("owner");
  await page.goto("/governance/new");
  await page.getByLabel("Name", { exact: true }).fill(`${name}-strays`);
  await page.getByLabel("What is measured").click();
  await page.getByRole("option", { name: "Overrides and exceptions around pact policy" }).click();
  await page.getByRole("combobox", { name: "Agent" }).click();
  await page.getByRole("option", { name: agent }).click();
  await page.getByLabel(/above this is a breach/).fill("0");
  await page.getByRole("combobox", { name: "Owner" }).click();
  await page.getByRole("option", { name: `${name}-team` }).click();
  await page.getByRole("button", { name: "Govern by it" }).click();
  await expect(page.getByText("must say what a breach does")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("combobox", { name: "Response" }).click();
  await page.getByRole("option", { name: "Cap authority" }).click();
  await page.getByRole("combobox", { name: "At most" }).click();
  await page.getByRole("option", { name: "suspended" }).click();
  await page.getByRole("combobox", { name: "Agent" }).last().click();
  await page.getByRole("option", { name: agent }).click();
  await page.getByRole("button", { name: "Govern by it" }).click();
  await expect(page).toHaveURL(new RegExp(`/governance/${name}-strays$`));
  await page.getByRole("button", { name: "Measure now" }).click();
  await expect(page.getByText("Within", { exact: true })).toBeVisible();
  // The button takes no second press before the first has its answer and the page shows it.
  await expect(page.getByText("Measured", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Measure now" })).not.toHaveAttribute("aria-busy");
  expect((await ask()).verdict).toBe(before);

  const stray = { agent, action: `${name}.unseen`, at: new Date(Date.now() - 1000).toISOString() };
  await service.must(201, service.post("/api/v1/observations", stray));
  await page.getByRole("button", { name: "Measure now" }).click();
  // The page shows the breach as it is read; that it has acted is what there is to lift.
  await expect(page.getByRole("button", { name: "Lift" })).toBeVisible();
  await expect(page.getByText("Breached", { exact: true })).toBeVisible();
  const capped = await ask();
  expect(capped.verdict).toBe("block");
  expect(capped.because[0]).toMatchObject({ trigger: "metric", says: expect.stringContaining(`${name}-strays`) });
  await expectAccessible(page);

  await page.getByRole("button", { name: "Lift" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill("The stray call was a drill.");
  await dialog.getByRole("button", { name: "Lift" }).click();
  await expect(page.getByText("The stray call was a drill.")).toBeVisible();
  expect((await ask()).verdict).toBe(before);

  // The stray call is a finding of the team that owns the agent, until somebody says what became of it.
  await page.goto("/coverage");
  const finding = page.getByRole("row").filter({ hasText: `${name}.unseen` });
  await expect(finding.getByRole("cell", { name: "1", exact: true })).toBeVisible();
  await expectAccessible(page);
  await finding.getByRole("link", { name: `${name}.unseen` }).click();
  await expect(page.getByRole("heading", { name: /^No decision permitted/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: `Close ${name}.unseen of ${agent}` }).click();
  const became = page.getByRole("dialog");
  await became.getByRole("button", { name: "Close this finding" }).click();
  await expect(became.getByText("must not be empty")).toBeVisible();
  await became.getByLabel("Why").fill("A job that asks first from now on.");
  await became.getByRole("button", { name: "Close this finding" }).click();
  await expect(page.getByText("A job that asks first from now on.")).toBeVisible();
  await page.goto(`/governance/${name}-strays`);

  // Drilled, the same line is crossed by twins alone: seen to act, and nobody else is answered otherwise.
  await expect(page.getByText("Undrilled", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: `Drill ${name}-strays now` }).click();
  await expect(page).toHaveURL(/\/drills\/drl_/);
  await expect(page.getByRole("heading", { name: "Thresholds" })).toBeVisible();
  await expect(page.getByText(`The threshold of ${name}-strays was crossed`, { exact: false })).toBeVisible();
  await expectAccessible(page);
  expect((await ask()).verdict).toBe(before);
  await page.goto("/drills");
  await page.getByRole("button", { name: `Schedule drills of ${name}-strays` }).click();
  const often = page.getByRole("dialog");
  await often.getByRole("combobox", { name: "Cadence" }).click();
  await page.getByRole("option", { name: "Every week" }).click();
  await often.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByText("Schedule kept").first()).toBeVisible();
  await expectAccessible(page);
});

test("the list says what governs and what does not, and a reader may only look", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/governance");
  await expect(page.getByRole("heading", { name: "Time from verified drift to enforced control" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Govern by a metric" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: 'How "High-risk actions that require fresh evidence" comes about' }).click();
  await expect(page.getByText("Of the actions of registered workflows")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Window" }).click();
  await page.getByRole("option", { name: "the last 7 days" }).click();
  await expect(page).toHaveURL(/window=P7D/);
  await page.getByRole("link", { name: "High-risk actions that require fresh evidence" }).click();
  await expect(page).toHaveURL(/fresh_evidence_share\?window=P7D/);
  await expect(page.getByText("Of the actions of registered workflows")).toBeVisible();
  await page.getByRole("button", { name: "View as table" }).click();
  await expect(page.getByRole("rowheader", { name: /so far/ })).toBeVisible();
  const file = await page.request.get(
    await page.getByRole("link", { name: "CSV" }).evaluate((link: HTMLAnchorElement) => link.href),
  );
  expect(await file.text()).toMatch(/^day,value,unit,state,of\r\n(?:\d{4}-\d{2}-\d{2},[^\r]*\r\n){8}$/);
  await expectAccessible(page);
});
