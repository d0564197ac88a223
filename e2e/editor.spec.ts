import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { ownDesk } from "./own-desk";

const saved = (page: Page) => expect(page.getByText(/^Saved \d.*edit \d+$/)).toBeVisible();
const textOf = async (page: Page) => {
  await page.getByRole("button", { name: "YAML", exact: true }).click();
  return page.getByLabel("Pact document, YAML or JSON").inputValue();
};

test("form and text are one draft: comments stay, edits go both ways, and can be undone", async ({
  page,
  signIn,
  surety,
}) => {
  const { name, document, clients } = await ownDesk(surety, { publish: false });
  const yaml = `# Agreed with counsel.\n${JSON.stringify(document)}`;
  const headers = { authorization: `Bearer ${surety.quickstart.members.find(({ role }) => role === "author")?.key}` };
  const put = await fetch(`${surety.url}/api/v1/pacts/${name}`, {
    method: "PUT",
    headers: { ...headers, "content-type": "application/yaml" },
    body: yaml,
  });
  expect(put.status).toBe(200);
  expect(clients).toBeDefined();
  await signIn("author");
  await page.goto(`/pacts/${name}/edit`);
  await page.getByRole("button", { name: /^1 Checks twice/ }).click();
  await page.getByLabel("Pass rate promised").fill("97.5 %");
  await expect(page.getByText("checks without a failure make this 95 % sure", { exact: false })).toBeVisible();
  await page.getByText("What can our launch evals carry?").click();
  await page.getByLabel("Launch checks that passed").fill("622");
  await page.getByLabel("Launch checks that failed").fill("7");
  await expect(page.getByText(/They carry a tolerance of 2\.08 %/)).toBeVisible();
  await page
    .getByRole("group", { name: "The request must satisfy" })
    .getByRole("button", { name: "Add a test" })
    .click();
  await page.getByLabel("The request must satisfy, test 1: field").fill("context.amount");
  await page.getByLabel("The request must satisfy, test 1: value").fill("500");
  await expect(page.getByLabel("The request must satisfy, as CEL")).toHaveValue(/context\.amount == 500/);
  await page.getByLabel("The request must satisfy, as CEL").fill('action == "a.b" || context.amount <= 9');
  await expect(page.getByLabel("The request must satisfy, test 2: value")).toHaveValue("9");
  await page.getByRole("button", { name: "The request must satisfy: joined by or; join by and" }).click();
  await page
    .getByRole("group", { name: "The request must satisfy" })
    .getByRole("button", { name: "Add a group" })
    .click();
  await page.getByLabel("The request must satisfy, group 3, test 1: field").fill("context.amount");
  await page.getByLabel("The request must satisfy, group 3, test 1: value").fill("2,500");
  await expect(page.getByLabel("The request must satisfy, as CEL")).toHaveValue(
    /^action == "a\.b" && context\.amount <= 9 && \(.+ 2500 \|\| .+\)$/,
  );
  await page.getByLabel("The request must satisfy, as CEL").fill("context.amount <= 500");
  await expect(page.getByLabel("The request must satisfy, test 1: operator")).toHaveText("is at most");
  await expect(page.getByText("No answer yet to violation.")).toBeVisible();
  await page.getByLabel("On violation").click();
  await page.getByRole("option", { name: "Block" }).click();
  await expect(page.getByText("When the request does not satisfy it, the request is blocked.")).toBeVisible();
  await saved(page);
  const text = await textOf(page);
  expect(text).toContain("# Agreed with counsel.");
  expect(text).toContain("0.975");
  expect(text).toContain("context.amount <= 500");
  await page
    .getByLabel("Pact document, YAML or JSON")
    .fill(text.replace("Every payment is checked twice.", "Every payment is checked three times."));
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Obligation" })).toHaveValue("Every payment is checked three times.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("textbox", { name: "Obligation" })).toHaveValue("Every payment is checked twice.");
  await expectAccessible(page);
});

test("two editors at once lose nothing: different places are merged, the same place is put to a person", async ({
  page,
  signIn,
  surety,
}) => {
  const { name, document, clients } = await ownDesk(surety, { publish: false });
  await clients.author.must(200, clients.author.put(`/api/v1/pacts/${name}`, document));
  await signIn("author");
  await page.goto(`/pacts/${name}/edit`);
  await expect(page.getByRole("textbox", { name: "Obligation" })).toBeVisible();
  const [clause] = document.clauses;
  const theirs = { ...document, clauses: [{ ...clause, title: "Checks by two", obligation: "Two people check." }] };
  await clients.owner.must(200, clients.owner.put(`/api/v1/pacts/${name}`, theirs));
  await page.getByLabel("Window").fill("3 d");
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Checks by two");
  const stored = async () =>
    (await clients.author.must(200, clients.author.get(`/api/v1/pacts/${name}`))).document.clauses[0];
  await expect(async () => {
    const { title, evidence } = await stored();
    expect([title, evidence.freshness]).toEqual(["Checks by two", "P3D"]);
  }).toPass();
  await saved(page);
  const merged = await stored();

  await clients.owner.must(
    200,
    clients.owner.put(`/api/v1/pacts/${name}`, {
      ...document,
      clauses: [{ ...merged, obligation: "Three people check." }],
    }),
  );
  await page.getByRole("textbox", { name: "Obligation" }).fill("Two people and a machine check.");
  const clash = page.getByRole("region", { name: "Two edits of the same place" });
  await expect(clash.getByText("Three people check.")).toBeVisible();
  await expect(clash.getByText("Two people and a machine check.")).toBeVisible();
  await clash.getByRole("button", { name: /^Of / }).click();
  await clash.getByRole("button", { name: "Keep these and save" }).click();
  await expect(page.getByRole("textbox", { name: "Obligation" })).toHaveValue("Three people check.");
  await expect(clash).toHaveCount(0);
});
