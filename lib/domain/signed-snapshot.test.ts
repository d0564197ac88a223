import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";
import { decide } from "./decide.ts";
import type { DecisionRequest } from "./decision.ts";
import { openSnapshot, sealSnapshot, snapshotText } from "./signed-snapshot.ts";
import { type Given, stateOf, type WrittenPact } from "./testing.ts";

interface GoldenFile {
  now: string;
  agents: { slug: string; release: string }[];
  pacts: Record<string, WrittenPact>;
  cases: { name: string; now?: string; given: Given; request: DecisionRequest }[];
}
const file = JSON.parse(readFileSync(new URL("./cases/desk.json", import.meta.url), "utf8")) as GoldenFile;

const keys = generateKeyPairSync("ed25519");
const raw = ({ publicKey }: typeof keys) =>
  new Uint8Array(Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url"));
const seal = (text: string) =>
  sealSnapshot(text, {
    algorithm: "Ed25519",
    key: "k",
    value: sign(null, Buffer.from(text), keys.privateKey).toString("base64"),
  });
const states = file.cases.map((golden) => ({
  ...golden,
  state: stateOf(golden.given, { ...file, now: Date.parse(file.now) }),
  at: Date.parse(golden.now ?? file.now),
}));

describe("a signed snapshot", () => {
  it.each(states)("decides elsewhere as it does here: $name", async ({ state, request, at }) => {
    const opened = await openSnapshot(seal(snapshotText(state)), raw(keys));
    expect(decide(compile(opened), request, at)).toEqual(decide(compile(state), request, at));
  });

  it("opens only with the key that signed it, and only as it was signed", async () => {
    const sealed = seal(snapshotText(states[0]?.state as never));
    await expect(openSnapshot(sealed, raw(generateKeyPairSync("ed25519")))).rejects.toThrow("not signed by this key");
    await expect(openSnapshot(sealed.replace('"revision":', '"revision":1'), raw(keys))).rejects.toThrow("not signed");
    await expect(openSnapshot(sealed.replace("surety-snapshot/1", "other"), raw(keys))).rejects.toThrow("no signed");
    await expect(openSnapshot("{}", raw(keys))).rejects.toThrow("no signed snapshot");
  });

  it("carries no checks, failures or tasks", () => {
    for (const { state } of states) {
      const { lines } = JSON.parse(snapshotText(state)) as typeof state;
      for (const line of lines) expect(line).toMatchObject({ failures: [], monitor: null, failingTasks: [] });
    }
  });
});
