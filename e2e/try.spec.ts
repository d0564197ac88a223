import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("a request is tried out, time is moved ahead, and a recorded decision is asked again", async ({
  page,
  signIn,
  surety,
}) => {
  const desk = await ownDesk(surety);
  const { clients, agent, name, clause, title } = desk;
  const evidence = {
    ...{ agent, pact: name, clause, passed: 20, failed: 0, source: "ci" },
    observedAt: new Date().toISOString(),
  };
  await clients.service.must(201, clients.service.post("/api/v1/evidence", evidence));
  const asked = { agent, action: `${name}.pay`, context: { amount: 12 } };
  const decision = await clients.service.must(200, clients.service.post("/api/v1/decisions", asked));
  expect(decision.verdict).toBe("allow");

  await signIn("author");
  await page.goto(`/decisions?d=${decision.id}`);
  await page.getByRole("link", { name: "Open in the playground" }).click();
  await expect(page).toHaveURL(/\/try\?/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What would be answered, and why?");

  // As decided: the same answer; today: nothing differs.
  await expect(page.getByText("Same answer")).toBeVisible();
  await expect(page.getByText("The same, to the last word.")).toBeVisible();

  // In a week the evidence is stale, and the slider says so.
  const steps = page.getByRole("listitem").filter({ hasText: `${title}: stale` });
  await steps.getByRole("button").click();
  await expect(page.getByText("Answer then")).toBeVisible();
  await expect(page.getByLabel("How far ahead the answer is looked at")).toHaveAttribute("aria-valuetext", /^In /);
  await expect(page).toHaveURL(/ahead=\d+/);
  await expectAccessible(page);

  // Changed by a field: another agent, which nobody registered; the address holds it, and a reload shows the same.
  await page.getByLabel("Agent").fill("nobody-bot");
  await expect(page.getByText(/No live pact of nobody-bot/).first()).toBeVisible();
  await expect(page).toHaveURL(/nobody-bot/);
  await page.reload();
  await expect(page.getByText(/No live pact of nobody-bot/).first()).toBeVisible();

  // As JSON, with a fault that is named.
  await page.getByRole("button", { name: "JSON" }).click();
  await page.getByLabel("Request as JSON").fill('{"agent": ');
  await expect(page.getByText(/This is not JSON/)).toBeVisible();
  await page.getByLabel("Request as JSON").fill(JSON.stringify({ ...asked, action: "elsewhere.do" }));
  await expect(page.getByText(/outside the scope/).first()).toBeVisible();
  await expectAccessible(page);

  // Lowered since: today's answer differs, in words, and the record still comes out the same.
  await clients.operator.send("POST", "/api/v1/grants", { agent, level: "suspended", reason: "Under suspicion." });
  await page.goto("/try");
  await page.getByLabel("Recorded decision").fill(decision.id);
  await page.getByRole("button", { name: "Ask again", exact: true }).click();
  await expect(page.getByText("The verdict was allow and is block.")).toBeVisible();
  await expect(page.getByText("Same answer")).toBeVisible();
});
