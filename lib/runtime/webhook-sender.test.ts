import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWebhookSecret } from "@/lib/db/secrets";
import { sendWebhook } from "./webhook-sender";

let asked = 0;
const server = createServer((request, response) => {
  if (request.url === "/inside") asked++;
  response.end();
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("no message leads into our own network, however the address is written", async () => {
  const hosts = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]", "2130706433", "0x7f000001", "0.0.0.0"];
  const urls = [...hosts.map((host) => `http://${host}:${port}/inside`), "http://169.254.169.254/latest/meta-data"];
  for (const url of [...urls, "http://10.0.0.1/", "https://192.168.1.1/", "http://[fd00::1]/", "http://[fe80::1]/"]) {
    const came = await sendWebhook({ url, secrets: [newWebhookSecret()], id: "m1", at: 0, body: {} });
    expect(came, url).toMatchObject({ ok: false, problem: expect.stringMatching(/not allowed/) });
  }
  expect(asked).toBe(0);
});
