import { expect, expectAccessible, test } from "./fixtures";

const ROLES = ["owner", "author", "approver", "operator", "auditor"] as const;

for (const role of ROLES) {
  test(`the demo's ${role} signs in with the printed password`, async ({ page, signIn }) => {
    await signIn(role);
    await page.goto("/settings/members");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
}

test("a page of the console leads a stranger to the sign-in, and from there back to the page", async ({
  page,
  surety,
}) => {
  await page.goto("/settings/members");
  await expect(page).toHaveURL(/\/signin/);
  const owner = surety.quickstart.members.find((member) => member.role === "owner");
  await page.getByLabel(/e-?mail/i).fill(owner?.email ?? "");
  await page.getByLabel(/password/i).fill(owner?.password ?? "");
  await page.getByRole("button", { name: /^sign in/i }).click();
  await expect(page).toHaveURL(/\/settings\/members/);
});

test("a wrong password is refused without saying whether the address is known", async ({ page, surety }) => {
  const texts = [];
  for (const email of [surety.quickstart.members[0]?.email ?? "", "nobody@harbour-finance.example"]) {
    await page.goto("/signin");
    await page.getByLabel(/e-?mail/i).fill(email);
    await page.getByLabel(/password/i).fill("not the password");
    await page.getByRole("button", { name: /^sign in/i }).click();
    const alert = page.getByRole("alert").filter({ hasText: /./ }).first();
    await expect(alert).toBeVisible();
    texts.push(await alert.textContent());
  }
  expect(texts[0]).toBe(texts[1]);
});

test("the sign-in page is accessible", async ({ page }) => {
  await page.goto("/signin");
  await expectAccessible(page);
});
