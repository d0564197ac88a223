import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect, type Page } from "@playwright/test";
import { type SmtpReceiver, smtpReceiver } from "@/lib/runtime/testing-smtp";
import { type Started, startSurety } from "./harness";

export { expect } from "@playwright/test";

type Role = "owner" | "author" | "approver" | "operator" | "auditor";

interface ForWorker {
  /** One server with the demo organisation for all stories of a run. */
  surety: Started;
  /** Where its mail goes. */
  smtp: SmtpReceiver;
}

interface ForTest {
  /** Signs the page in as the demo's member of a role: the first of them, or the one at `index`. */
  signIn(role: Role, index?: number): Promise<void>;
  /** Errors that the story expects in the browser's console, such as the 404 that it asks for. */
  expectErrors(pattern: RegExp): void;
  consoleWatch: undefined;
}

/** Runs in the browser: the controls of the page that React has not taken over. Static pages of ours have no React. */
function unanswered(): string[] {
  if (!document.querySelector('script[src*="/_next/"]')) return [];
  return [...document.querySelectorAll("main a, main button, main input:not([type=hidden])")]
    .filter((control) => !Object.keys(control).some((key) => key.startsWith("__reactFiber")))
    .map((control) => control.outerHTML);
}

const allowed = new WeakMap<Page, RegExp[]>();

export const test = base.extend<ForTest, ForWorker>({
  smtp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
    async ({}, use) => {
      const smtp = await smtpReceiver();
      await use(smtp);
      await smtp.stop();
    },
    { scope: "worker" },
  ],

  surety: [
    async ({ smtp }, use) => {
      const mail = { SMTP_URL: smtp.url, MAIL_FROM: "Surety <surety@demo.example>" };
      // Receivers of webhooks that stories start are on this machine.
      const surety = await startSurety({ env: { ...mail, SURETY_PRIVATE_WEBHOOKS: "1" } });
      await use(surety);
      await surety.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],

  baseURL: ({ surety }, use) => use(surety.url),

  // A key that is pressed before React listens is lost: an address counts as open once the page answers to its reader.
  page: async ({ page }, use) => {
    const answered = () => expect.poll(() => page.evaluate(unanswered), { timeout: 20_000 }).toEqual([]);
    const [open, again] = [page.goto.bind(page), page.reload.bind(page)];
    page.goto = async (url, options) => {
      const response = await open(url, options);
      await answered();
      return response;
    };
    page.reload = async (options) => {
      const response = await again(options);
      await answered();
      return response;
    };
    await use(page);
  },

  signIn: ({ page, surety }, use) =>
    use(async (role, index = 0) => {
      const member = surety.quickstart.members.filter((candidate) => candidate.role === role)[index];
      if (!member) throw new Error(`the demo has no ${role} number ${index}`);
      await page.goto("/signin");
      await page.getByLabel(/e-?mail/i).fill(member.email);
      await page.getByLabel(/password/i).fill(member.password);
      await page.getByRole("button", { name: /^sign in/i }).click();
      await expect(page.getByRole("navigation").first()).toBeVisible();
    }),

  expectErrors: ({ page }, use) => use((pattern) => void allowed.set(page, [...(allowed.get(page) ?? []), pattern])),

  // An error in the browser's console is a failure that no story asserted: it fails the story that met it.
  consoleWatch: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
      });
      await use(undefined);
      const expected = allowed.get(page) ?? [];
      expect(errors.filter((error) => !expected.some((pattern) => pattern.test(error)))).toEqual([]);
    },
    { auto: true },
  ],
});

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** Asserts that axe finds nothing against WCAG 2.2 AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // Between two pages there is none to judge: it has its name once it stands.
  await expect(page).toHaveTitle(/./);
  await page.evaluate(axeSource);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate(async (values) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } };
    return (await axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"] })).violations;
  }, tags);
  const told = found.map(
    ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((n) => n.target.join(" ")).join(", ")}`,
  );
  expect(told).toEqual([]);
}
