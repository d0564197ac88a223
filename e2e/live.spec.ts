import { clientsOf } from "./client";
import { expect, test } from "./fixtures";

test("tabs share one stream and hear of changes at once; when the one that listens closes, the next takes over", async ({
  page,
  context,
  signIn,
  surety,
}) => {
  const { author } = clientsOf(surety.quickstart);
  let streams = 0;
  context.on("request", (request) => {
    if (request.url().endsWith("/api/v1/stream")) streams++;
  });
  let releases = 0;
  const change = () =>
    author.must(200, author.put("/api/v1/agents/live-bot", { name: "Live", owner: "desk", release: `r${++releases}` }));
  await signIn("owner");
  const second = await context.newPage();
  await second.goto("/");
  const lines = [page, second].map((tab) => tab.getByText(/^Live, revision/));
  for (const line of lines) await expect(line).toBeVisible();

  const before = await Promise.all(lines.map((line) => line.textContent()));
  await change();
  for (const [i, line] of lines.entries()) await expect(line).not.toHaveText(before[i] ?? "");
  expect(streams).toBe(1);

  await page.close();
  const [, line] = lines;
  const then = await line?.textContent();
  await expect.poll(() => streams).toBe(2);
  await change();
  await expect(second.getByText(/^Live, revision/)).not.toHaveText(then ?? "");
});
