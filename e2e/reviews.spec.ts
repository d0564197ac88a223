import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

async function held(surety: import("./harness").Started) {
  const desk = await ownDesk(surety);
  const { clients, name, agent } = desk;
  const body = { agent, action: `${name}.pay`, workflow: name, context: { amount: 1200, currency: "EUR" } };
  const decision = await clients.service.must(200, clients.service.post("/api/v1/decisions", body));
  return { ...desk, decision: decision.id as string, review: decision.review.id as string };
}

test("a held decision is approved by key and becomes final", async ({ page, signIn, surety }) => {
  const { review, decision, agent, clients } = await held(surety);
  await signIn("operator");
  await page.goto(`/reviews?peek=${review}`);
  await expect(page.getByRole("heading", { name: `${agent} asks for` })).toBeVisible();
  await expect(page.getByText(/it is denied in/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("a");
  await page.getByRole("button", { name: "Record now" }).click();
  await expect(page.getByText("Approved: the action is permitted")).toBeVisible();
  const after = await clients.service.must(200, clients.service.get(`/api/v1/decisions/${decision}`));
  expect(after).toMatchObject({ status: "final", permitted: true, review: { state: "approved" } });
});

test("a held decision is denied with a reason, which stays", async ({ page, signIn, surety }) => {
  const { review, decision, clients } = await held(surety);
  await signIn("approver");
  await page.goto(`/reviews?peek=${review}`);
  await page.getByLabel("Reason").fill("The supplier is unknown.");
  await page.getByRole("button", { name: /^Deny/ }).click();
  await page.getByRole("button", { name: "Record now" }).click();
  await expect(page.getByText(/denied it .*The supplier is unknown\./)).toBeVisible();
  const after = await clients.service.must(200, clients.service.get(`/api/v1/decisions/${decision}`));
  expect(after).toMatchObject({ status: "final", permitted: false });
});

test("an auditor sees a held decision and cannot answer it", async ({ page, signIn, surety }) => {
  const { review } = await held(surety);
  await signIn("auditor");
  await page.goto(`/reviews?peek=${review}`);
  await expect(page.getByText("An operator, an approver or an owner answers.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
});
