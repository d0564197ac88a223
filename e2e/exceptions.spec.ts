import { publishPact } from "./client";
import { expect, expectAccessible, test } from "./fixtures";
import type { Started } from "./harness";
import { asRole, ownDesk } from "./own-desk";

/** A desk whose clause is critical: two people approve an override of it. */
async function criticalDesk(surety: Started) {
  const desk = await ownDesk(surety, { publish: false });
  const [clause] = desk.document.clauses;
  const strict = {
    ...clause,
    severity: "critical",
    failures: { count: 3, within: "PT24H" },
    on: { missing: "review", stale: "review", failures: "review" },
  };
  await publishPact(desk.clients, { ...desk.document, clauses: [strict] });
  const decide = async (more: object = {}) => {
    const body = { agent: desk.agent, action: `${desk.name}.pay`, workflow: desk.name, ...more };
    return desk.clients.service.must(200, desk.clients.service.post("/api/v1/decisions", body));
  };
  return { ...desk, decide };
}

test("a request takes two approvals, then a decision is allowed and names it, until it expires", async ({
  browser,
  page,
  signIn,
  surety,
}) => {
  const { name, clause, clients, decide } = await criticalDesk(surety);
  expect((await decide()).verdict).toBe("review");
  await signIn("operator");
  await page.goto(`/overrides/new?pact=${name}&clause=${clause}&trigger=missing`);
  await page.getByLabel("Reason").fill("The eval runs tonight.");
  await page.getByRole("button", { name: "Ask for the override" }).click();
  await expect(page).toHaveURL(/peek=ovr_/);
  const id = new URL(page.url()).searchParams.get("peek") ?? "";

  const other = await asRole(browser, surety, "approver", `/overrides?peek=${id}`);
  await expect(other.getByText("Another approver is needed after you.")).toBeVisible();
  await expect(other.getByRole("heading", { name: "Who could approve this" })).toBeVisible();
  await other.keyboard.press("a");
  await other.getByRole("button", { name: "Record now" }).click();
  await expect(other.getByText(/Endorsed: pending, 1 of 2 approvals/)).toBeVisible();
  await other.close();
  expect((await decide()).verdict).toBe("review");

  const endsAt = new Date(Date.now() + 15_000).toISOString();
  const second = clients.approver2.post(`/api/v1/overrides/${id}/approve`, { endsAt });
  expect((await clients.approver2.must(200, second)).state).toBe("active");
  const allowed = await decide();
  expect(allowed).toMatchObject({ verdict: "allow", permitted: true, because: [{ trigger: "missing", override: id }] });
  await expect.poll(async () => (await decide()).verdict, { timeout: 60_000 }).toBe("review");
  await page.goto(`/overrides?view=over&peek=${id}`);
  await expect(page.getByText("Expired").first()).toBeVisible();
});

test("breaking the glass holds at once, is listed as an exception, and is ratified by another person", async ({
  browser,
  page,
  signIn,
  surety,
}) => {
  const { name, clause, agent, decide } = await criticalDesk(surety);
  await signIn("operator");
  await page.goto(`/overrides/new?pact=${name}&clause=${clause}&trigger=missing`);
  await page.getByRole("checkbox", { name: /Break the glass/ }).click();
  await page.getByLabel("Reason").fill("now");
  await page.getByRole("button", { name: "Break the glass" }).click();
  await expect(page.getByText(/must say in full why/)).toBeVisible();
  await page.getByLabel("Reason").fill("The supplier stops deliveries at noon and the lab is down.");
  await page.getByRole("button", { name: "Break the glass" }).click();
  await expect(page).toHaveURL(/peek=ovr_/);
  expect((await decide()).verdict).toBe("allow");
  const id = new URL(page.url()).searchParams.get("peek") ?? "";

  const other = await asRole(browser, surety, "approver", "/overrides?view=exceptions");
  await other
    .getByRole("link", { name: new RegExp(`${agent}.*Break-glass`) })
    .first()
    .click();
  await expect(other.getByRole("heading", { name: /outside its pacts: break-glass/ })).toBeVisible();
  await expectAccessible(other);
  await other.getByRole("link", { name: id }).click();
  await expect(other.getByText(/Another person has to ratify it/)).toBeVisible();
  await other.getByRole("button", { name: "Ratify" }).click();
  await expect(other.getByText(/Ratified by/)).toBeVisible();
  await other.goto(`${surety.url}/pacts/${name}/history?of=exceptions`);
  await expect(other.getByText(/broke the glass on/)).toBeVisible();
  await expect(other.getByText(/used the break-glass of/)).toBeVisible();
  await expectAccessible(other);
  await other.close();
});

test("an agent that waits for a review gets the answer that a person gives", async ({ page, signIn, surety }) => {
  const { clients, decide, agent } = await criticalDesk(surety);
  const held = await decide({ context: { amount: 1200 } });
  const waiting = clients.service.get(`/api/v1/decisions/${held.id}?wait=60`);
  await signIn("operator");
  await page.goto(`/reviews?peek=${held.review.id}`);
  await expect(page.getByRole("heading", { name: `${agent} asks for` })).toBeVisible();
  await page.getByRole("button", { name: "Take up" }).click();
  await expect(page.getByRole("button", { name: "Give back" })).toBeVisible();
  await page.keyboard.press("a");
  await page.getByRole("button", { name: "Record now" }).click();
  const answer = (await waiting).body;
  expect(answer).toMatchObject({ status: "final", permitted: true, review: { state: "approved" } });
  expect(answer.useBy).not.toBeNull();
});

test("fifty alike are approved in one go, and each has its own result", async ({ page, signIn, surety }) => {
  const { clients, agent, name } = await criticalDesk(surety);
  const requests = Array.from({ length: 50 }, (_, i) => ({
    ...{ agent, action: `${name}.pay`, workflow: name, context: { amount: i + 1 } },
  }));
  const { decisions } = await clients.service.must(200, clients.service.post("/api/v1/decisions/batch", { requests }));
  await signIn("approver");
  await page.goto("/reviews");
  const group = page.getByRole("listitem").filter({ hasText: `50 alike: ${agent}` });
  await expect(group).toBeVisible();
  // Before the bar lies over the rows that scroll below it.
  await expectAccessible(page);
  await group.getByRole("button", { name: "Choose all" }).click();
  await page.getByLabel("One reason for all").fill("All of this supplier, checked by hand.");
  await page.getByRole("button", { name: "Approve 50" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Approve 50" }).click();
  await page.getByRole("button", { name: "Record now" }).click();
  await expect(page.getByText("50 recorded, 0 refused.")).toBeVisible({ timeout: 60_000 });
  for (const { id } of [decisions[0], decisions[49]])
    expect(await clients.service.must(200, clients.service.get(`/api/v1/decisions/${id}`))).toMatchObject({
      ...{ status: "final", permitted: true, review: { state: "approved" } },
    });
});
