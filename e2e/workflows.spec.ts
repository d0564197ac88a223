import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

test("a workflow's page says which of its actions no clause gates", async ({ page, signIn, surety }) => {
  const { name, title } = await ownDesk(surety);
  await signIn("author");
  await page.goto(`/workflows/${name}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `Every action of Path of ${name} is gated by a clause.`,
  );
  await expect(page.getByRole("link", { name: title })).toBeVisible();
  await page.getByRole("link", { name: "Edit workflow" }).click();
  await page.getByRole("button", { name: "Add an action" }).click();
  await page.getByLabel("Action 2", { exact: true }).fill("elsewhere.send");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save workflow" }).click();
  await expect(page).toHaveURL(`${surety.url}/workflows/${name}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `1 of 2 actions of Path of ${name} is gated by a clause.`,
  );
  await expect(page.getByText("No clause names it.")).toBeVisible();
  await expectAccessible(page);
});

test("the list opens with how much of what matters is governed", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/workflows");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/consequential workflow/);
  await expectAccessible(page);
});

test.describe("on a small screen", () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test("nothing of these screens is wider than the window", async ({ page, signIn }) => {
    await signIn("owner");
    const paths = ["/pacts", "/pacts/supplier-payments", "/pacts/supplier-payments/edit", "/pacts/new", "/agents"];
    paths.push("/agents/invoice-clerk", "/workflows", "/workflows/supplier-payments", "/freshness", "/reviews");
    paths.push("/overrides", "/overrides/new");
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, path).toBe(0);
    }
  });
});
