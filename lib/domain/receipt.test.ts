import fc from "fast-check";
import { expect, test } from "vitest";
import { inclusionProof, leafHash, merkleRoot } from "./merkle.ts";
import { logProofText, packWay, parseLogProof, sealingLeaf, unpackWay } from "./receipt.ts";
import { testLog } from "./testing-log.ts";

const hashes = (count: number, of = 0) =>
  Array.from({ length: count }, (_, i) => leafHash(Uint8Array.of(of, i >> 8, i)));
const utf8 = (text: string) => new TextEncoder().encode(text);

test("the way from a decision to its entry is read as it was written, and makes that entry's leaf again", () => {
  const place = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.nat())
    .map(([size, pick]) => ({ size, index: pick % size }));
  fc.assert(
    fc.property(place, place, (line, segment) => {
      const salt = new Uint8Array(32).fill(7);
      const lines = hashes(line.size).with(line.index, leafHash(new Uint8Array([...salt, ...utf8("record")])));
      const segments = hashes(segment.size, 1).with(segment.index, leafHash(merkleRoot(lines)));
      const way = {
        at: 1_700_000_000_123,
        facts: new Uint8Array(32).fill(1),
        salt,
        line: { ...line, path: inclusionProof(lines, line.index) },
        segment: { ...segment, path: inclusionProof(segments, segment.index) },
      };
      const read = unpackWay(packWay(way));
      expect(read).toEqual(way);
      const leaf = JSON.parse(sealingLeaf("log_a", "record", read ?? way));
      expect(leaf.commitments.decisions).toBe(Buffer.from(merkleRoot(segments)).toString("hex"));
      expect(JSON.parse(sealingLeaf("log_a", "Record", way)).commitments).not.toEqual(leaf.commitments);
    }),
  );
});

test("a proof is read as it was written, and other texts are none", () => {
  const proof = { extra: Uint8Array.of(1, 2), index: 73_894, path: hashes(3), checkpoint: testLog(3).checkpoint() };
  expect(parseLogProof(logProofText(proof))).toEqual(proof);
  expect(parseLogProof(logProofText({ ...proof, extra: null, path: [] }))).toEqual({ ...proof, extra: null, path: [] });
  const text = logProofText(proof);
  for (const bad of [
    "",
    text.slice(1),
    text.replace("73894", "073894"),
    text.replace("extra A", "extra !"),
    text.replace("\n\n", "\n"),
  ])
    expect(parseLogProof(bad), bad.slice(0, 40)).toBeNull();
});

test("a receipt in a log of a million entries, of a decision among a thousand in four segments, has 2 KB at most", () => {
  const path = (size: number) => hashes(Math.ceil(Math.log2(size)));
  const extra = packWay({
    at: 1_700_000_000_123,
    facts: new Uint8Array(32),
    salt: new Uint8Array(32),
    line: { index: 517, size: 1024, path: path(1024) },
    segment: { index: 1, size: 4, path: path(4) },
  });
  const log = testLog(1, { log: "log_01jd8m3w5x0000abcdefgk7q2m" });
  const checkpoint = log.checkpoint().replace("\n1\n", "\n1000000\n");
  const proof = logProofText({ extra, index: 612_345, path: path(1_000_000), checkpoint });
  expect(utf8(proof).length).toBeLessThanOrEqual(2048);
});
