import { afterAll, beforeAll, expect, it } from "vitest";
import { createScribe, type Scribe } from "./scribe";
import { bareDatabase } from "./testing";

let scribe: Scribe;

beforeAll(async () => {
  scribe = createScribe({ connectionString: await bareDatabase() }, 5_000, 1);
});
afterAll(() => scribe.end());

const divide = (by: string) => scribe.run("divide", "SELECT FROM (SELECT 1 / $1::int AS n) AS d WHERE n > 0", [by]);

it("a statement that fails at its first run harms none that come after it", async () => {
  await expect(divide("0")).rejects.toMatchObject({ code: "22012" });
  expect(await divide("1")).toBe(1);
  await expect(divide("0")).rejects.toMatchObject({ code: "22012" });
  expect(await divide("1")).toBe(1);
});

it("a database that has no answer within the patience counts as away, and the next statement has a connection of its own", async () => {
  const impatient = createScribe({ connectionString: await bareDatabase() }, 300, 1);
  await expect(impatient.run("sleep", "SELECT FROM pg_sleep(60)", [])).rejects.toThrow(/did not answer within 300 ms/);
  expect(await impatient.run("one", "SELECT FROM (SELECT 1) AS one", [])).toBe(1);
  await impatient.end();
});
