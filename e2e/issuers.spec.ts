import { expect, expectAccessible, test } from "./fixtures";

test("an owner registers an issuer of signed evidence and revokes it", async ({ page, signIn }) => {
  await signIn("owner");
  await page.goto("/settings/issuers");
  await page.getByRole("button", { name: "Register an issuer" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Northwind Assurance");
  await dialog.getByLabel("Slug").fill("northwind");
  await dialog.getByLabel("Public key").fill("no key at all");
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(dialog.getByText("must be a list of public keys as JWKs")).toBeVisible();
  const key = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  await dialog.getByLabel("Public key").fill(JSON.stringify(key));
  await dialog.getByRole("button", { name: "Register" }).click();
  const row = page.getByRole("row", { name: /Northwind Assurance/ });
  await expect(row).toContainText("A third party: full weight");
  await expectAccessible(page);
  await row.getByRole("button", { name: "Revoke Northwind Assurance" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("revoked");
});
