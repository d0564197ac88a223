import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { consistencyProof } from "./merkle.ts";
import { makeVerifierKey, NOTE_KEY, parseVerifierKey, type VerifierKey } from "./note.ts";
import { testLog } from "./testing-log.ts";
import { addCheckpoint, addCheckpointBody, type KnownLog } from "./witness.ts";

const SCRIPTS = join(import.meta.dirname, "../../../shared/data/vectors/tlog-witness/cmd/litewitness/testdata");

/** Requests and what a witness answered, as the published scripts have them. */
function asked(file: string) {
  const script = readFileSync(join(SCRIPTS, file), "utf8");
  return [...script.matchAll(/^```\n([\s\S]*?)^```\nHTTP (\d+)\n\[Asserts\]\n(.*)$/gm)].map((match) => ({
    body: match[1] as string,
    status: Number(match[2]),
    said: match[3] as string,
  }));
}

/** A witness of one log, that keeps what it cosigned. */
function witness(origin: string, key: VerifierKey) {
  let log: KnownLog = { origin, keys: [key], size: 0, root: null };
  return (body: string) => {
    const answer = addCheckpoint(body, (name) => (name === origin ? log : null));
    if (answer.status === 200) log = { ...log, ...answer.next };
    return answer;
  };
}

test.skipIf(!existsSync(SCRIPTS))(
  "the published conversations are answered as published (skipped without ../shared)",
  () => {
    const raw = new Uint8Array(Buffer.from("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f", "hex"));
    const [first] = asked("litewitness.txt");
    const origin = /^sigsum.*$/m.exec(first?.body ?? "")?.[0] ?? "";
    const answer = witness(origin, makeVerifierKey(origin, NOTE_KEY, raw));
    const requests = asked("litewitness.txt");
    expect(requests.length).toBe(9);
    for (const { body, status, said } of requests) {
      const given = answer(body);
      // An unknown origin is 404 in the format's text since, and was 403 when this was recorded.
      expect(given.status, said).toBe(said.includes("unknown log") ? 404 : status);
      const exact = /^body == "(\d+)\\n"$/.exec(said)?.[1];
      if (exact) expect(given).toMatchObject({ body: `${exact}\n`, type: "text/x.tlog.size" });
    }
    const [sumdb] = asked("sumdb.txt");
    const key = parseVerifierKey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
    expect(witness("go.sum database tree", key)(sumdb?.body ?? "")).toMatchObject({
      status: 200,
      next: { size: 35_225_469 },
    });
  },
);

const log = testLog(20);

test("a log that grows is cosigned at each size, with the proof from the last", () => {
  const answer = witness(log.key.name, log.key);
  expect(answer(addCheckpointBody(0, [], log.checkpoint(6))).status).toBe(200);
  const proof = consistencyProof(log.leaves.slice(0, 15), 6);
  expect(answer(addCheckpointBody(6, proof, log.checkpoint(15))).status).toBe(200);
  expect(answer(addCheckpointBody(15, [], log.checkpoint(15))).status).toBe(200);
  expect(answer(addCheckpointBody(6, proof, log.checkpoint(15)))).toMatchObject({ status: 409, body: "15\n" });
});

test("a history that was rewritten and signed again with the real key gets no cosignature", () => {
  const answer = witness(log.key.name, log.key);
  answer(addCheckpointBody(0, [], log.checkpoint(10)));
  const forged = testLog(20, { payload: (i) => (i === 4 ? "forged" : { version: i }) });
  expect(answer(addCheckpointBody(10, consistencyProof(forged.leaves, 10), forged.checkpoint())).status).toBe(422);
  expect(answer(addCheckpointBody(10, [], forged.checkpoint(10))).status).toBe(409);
  expect(answer(addCheckpointBody(0, [], forged.checkpoint())).status).toBe(409);
  const stranger = testLog(20, { secret: new Uint8Array(32).fill(9) });
  expect(answer(addCheckpointBody(10, [], stranger.checkpoint())).status).toBe(403);
});

test("what is no request to cosign is refused before anything is looked up", () => {
  const answer = witness(log.key.name, log.key);
  for (const bad of [
    "",
    "old 1",
    `old 01\n\n${log.checkpoint()}`,
    `old 0\nAA==\n\n${log.checkpoint()}`,
    "old 0\n\nnothing",
  ])
    expect(answer(bad).status, bad).toBe(400);
  expect(answer(addCheckpointBody(21, [], log.checkpoint())).status).toBe(400);
});
