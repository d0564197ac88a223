import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { expect, expectAccessible, test } from "./fixtures";

/** Somebody's receiver: what it got, and what it answers from now on. */
interface Receiver {
  url: string;
  status: number;
  got: { headers: Record<string, string>; text: string }[];
  server: Server;
}
let receiver: Receiver;
test.beforeAll(async () => {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString();
      receiver.got.push({ headers: request.headers as Record<string, string>, text });
      response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, status: 204, got: [], server };
});
test.afterAll(() => {
  receiver.server.closeAllConnections();
  receiver.server.close();
});

test("a webhook is added, its secret shown once, its ping verified by the receiver; what died is sent again; it is paused and removed", async ({
  page,
  signIn,
}) => {
  await signIn("owner");
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByLabel("What it is").fill("The pager");
  await dialog.getByRole("button", { name: "These kinds" }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  const secret = (await dialog.getByRole("status", { name: "signing secret" }).textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: "The pager" }).click();
  await page.getByRole("button", { name: "Send a ping" }).click();
  const deliveries = page.getByRole("table", { name: /Deliveries/ });
  await expect(deliveries.getByRole("row", { name: /webhook.ping/ }).first()).toContainText("arrived");
  const [message] = receiver.got;
  expect(new Webhook(secret).verify(message?.text ?? "", message?.headers ?? {})).toMatchObject({
    type: "webhook.ping",
  });
  await expectAccessible(page);

  receiver.status = 500;
  await page.getByRole("button", { name: "Send a ping" }).click();
  const dead = deliveries.getByRole("row", { name: /dead/ });
  await expect(dead).toContainText("it answered 500");
  receiver.status = 204;
  await page.getByRole("link", { name: "Dead" }).click();
  await dead.getByRole("button", { name: "Send again: webhook.ping" }).click();
  await expect(page.getByText("No message died")).toBeVisible();

  await page.getByRole("button", { name: "Rotate secret" }).click();
  await dialog.getByRole("button", { name: "Make a new secret" }).click();
  await expect(dialog.getByRole("status", { name: "signing secret" })).not.toHaveText(secret);
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The pager is paused: what happens waits.");
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page).toHaveURL(/settings\/webhooks$/);
});

test("a member chooses what they are told and when, a test mail arrives, and Slack's address is shown nowhere", async ({
  page,
  signIn,
  smtp,
}) => {
  await signIn("owner");
  await page.goto("/settings/notifications");
  await page.getByLabel("Incidents: daily").check();
  await page.getByLabel("Time zone").fill("Mars/Olympus");
  await page.getByLabel("From").fill("22:00");
  await page.getByLabel("To", { exact: true }).fill("07:00");
  await page.getByRole("button", { name: "Save notifications" }).click();
  await expect(page.getByText("must be a time zone such as Europe/Berlin")).toBeVisible();
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByRole("button", { name: "Save notifications" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("nothing from 22:00 to 07:00");
  await expect(page.getByLabel("Incidents: daily")).toBeChecked();
  await expectAccessible(page);

  await page.goto("/settings/mail");
  await page.getByRole("button", { name: "Send me a mail" }).click();
  await expect(page.getByRole("row", { name: /Mail from Surety arrives/ }).first()).toContainText("sent");
  expect(smtp.got.filter(({ raw }) => /^Subject: Mail from Surety arrives/m.test(raw))).toHaveLength(1);
  await expectAccessible(page);

  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Slack" }).click();
  await dialog.getByLabel("Address").fill(`${receiver.url}/s3cr3t`);
  await dialog.getByLabel("What it is").fill("#trust-desk");
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: "#trust-desk" }).click();
  await page.getByRole("button", { name: "Send a ping" }).click();
  await expect(page.getByRole("row", { name: /webhook.ping/ }).first()).toContainText("arrived");
  expect(receiver.got.at(-1)?.text).toContain("Surety can reach this channel");
  expect(await page.content()).not.toContain("s3cr3t");
});
