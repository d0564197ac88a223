import dns from "node:dns";
import { createServer } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
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
  const hosts = [
    "127.0.0.1",
    "localhost",
    "[::ffff:127.0.0.1]",
    "[::1]",
    "2130706433",
    "0x7f000001",
    "0.0.0.0",
    "127.1",
  ];
  const urls = [...hosts.map((host) => `http://${host}:${port}/inside`), "http://169.254.169.254/latest/meta-data"];
  for (const url of [...urls, "http://10.0.0.1/", "https://192.168.1.1/", "http://[fd00::1]/", "http://[fe80::1]/"]) {
    const came = await sendWebhook({ url, secrets: [newWebhookSecret()], id: "m1", at: 0, body: {} });
    expect(came, url).toMatchObject({ ok: false, problem: expect.stringMatching(/not allowed/) });
  }
  expect(asked).toBe(0);
});

test("a name is looked up once, within the connection: it cannot lead elsewhere than what was judged, nor hide one address behind another", async () => {
  const inside = { address: "127.0.0.1", family: 4 };
  const outside = { address: "203.0.113.7", family: 4 };
  for (const led of [[inside], [{ address: "::ffff:127.0.0.1", family: 6 }], [inside, outside], [outside, inside]]) {
    let looked = 0;
    const lookup = vi.spyOn(dns, "lookup").mockImplementation(((_host: string, options: object, done: unknown) => {
      looked++;
      const answer = done as (error: null, all: unknown, family?: number) => void;
      return "all" in options && options.all ? answer(null, led) : answer(null, led[0]?.address, led[0]?.family);
    }) as never);
    syncBuiltinESMExports();
    const url = `http://rebinds.example:${port}/inside`;
    const came = await sendWebhook({ url, secrets: [newWebhookSecret()], id: "m1", at: 0, body: {} });
    lookup.mockRestore();
    syncBuiltinESMExports();
    expect(came).toMatchObject({ ok: false, problem: expect.stringMatching(/not allowed/) });
    expect(looked).toBe(1);
  }
  expect(asked).toBe(0);
});
