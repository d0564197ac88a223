import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  appendLeaf,
  consistencyProof,
  emptyFrontier,
  frontierRoot,
  inclusionProof,
  leafHash,
  MerkleRangeError,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";

const VECTORS = join(import.meta.dirname, "../../../shared/data/vectors/merkle-rfc6962/testdata");
const bytes = (base64: string | null) => new Uint8Array(Buffer.from(base64 ?? "", "base64"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");
const leaves = (size: number) =>
  Array.from({ length: size }, (_, i) => leafHash(new TextEncoder().encode(`leaf ${i}`)));

function vectors(kind: string) {
  const files = readdirSync(join(VECTORS, kind), { recursive: true, encoding: "utf8" }).filter((f) =>
    f.endsWith(".json"),
  );
  return files.map((file) => ({ file, ...JSON.parse(readFileSync(join(VECTORS, kind, file), "utf8")) }));
}

describe.skipIf(!existsSync(VECTORS))("published vectors (skipped without ../shared)", () => {
  test("all 98 inclusion proofs are judged as published", () => {
    const cases = vectors("inclusion");
    expect(cases).toHaveLength(98);
    for (const one of cases) {
      const proof = (one.proof ?? []).map(bytes);
      const holds = verifyInclusion(bytes(one.leafHash), one.leafIdx, one.treeSize, proof, bytes(one.root));
      expect(holds, one.file).toBe(!one.wantErr);
    }
  });

  test("all 98 consistency proofs are judged as published, a first size of 0 refused", () => {
    const cases = vectors("consistency");
    expect(cases).toHaveLength(98);
    for (const one of cases) {
      const proof = (one.proof ?? []).map(bytes);
      const holds = verifyConsistency(one.size1, one.size2, proof, bytes(one.root1), bytes(one.root2));
      expect(holds, one.file).toBe(!one.wantErr);
    }
  });
});

test("the empty tree and a single leaf have the roots of RFC 6962", () => {
  expect(hex(merkleRoot([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hex(leafHash(new Uint8Array(0)))).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
});

test("a frontier grown leaf by leaf has the root of the whole tree at each size, with Node's hash as with the default", () => {
  const node = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());
  const all = leaves(130);
  let frontier = emptyFrontier();
  expect(hex(frontierRoot(frontier))).toBe(hex(merkleRoot([])));
  for (const [index, leaf] of all.entries()) {
    frontier = appendLeaf(frontier, leaf, node);
    expect(frontier.size).toBe(index + 1);
    expect(hex(frontierRoot(frontier))).toBe(hex(merkleRoot(all, node, 0, index + 1)));
  }
});

const size = fc.integer({ min: 1, max: 80 });
const flip = (data: Uint8Array, at: number) => data.map((byte, i) => (i === at % data.length ? byte ^ 1 : byte));

test("every leaf of every tree proves its place, and no other", () => {
  fc.assert(
    fc.property(size, fc.nat(), fc.nat(), fc.nat(31), (count, pick, other, byte) => {
      const all = leaves(count);
      const index = pick % count;
      const leaf = all[index] as Uint8Array;
      const root = merkleRoot(all);
      const proof = inclusionProof(all, index);
      expect(verifyInclusion(leaf, index, count, proof, root)).toBe(true);
      expect(verifyInclusion(flip(leaf, byte), index, count, proof, root)).toBe(false);
      expect(verifyInclusion(leaf, index, count, proof, flip(root, byte))).toBe(false);
      if (other % count !== index) expect(verifyInclusion(leaf, other % count, count, proof, root)).toBe(false);
      proof.forEach((step, i) => {
        const bent = proof.with(i, flip(step, byte));
        expect(verifyInclusion(leaf, index, count, bent, root)).toBe(false);
      });
    }),
  );
});

test("every tree proves that it extends its earlier self, and no rewritten one does", () => {
  fc.assert(
    fc.property(size, fc.nat(), fc.nat(), (count, pick, rewrite) => {
      const all = leaves(count);
      const before = 1 + (pick % count);
      const [root1, root2] = [merkleRoot(all.slice(0, before)), merkleRoot(all)];
      const proof = consistencyProof(all, before);
      expect(verifyConsistency(before, count, proof, root1, root2)).toBe(true);
      const at = rewrite % before;
      const rewritten = all.with(at, flip(all[at] as Uint8Array, 0));
      expect(verifyConsistency(before, count, consistencyProof(rewritten, before), root1, merkleRoot(rewritten))).toBe(
        false,
      );
    }),
  );
});

test("a proof for a leaf or a size that the tree does not have is refused", () => {
  expect(() => inclusionProof(leaves(3), 3)).toThrow(MerkleRangeError);
  expect(() => consistencyProof(leaves(3), 0)).toThrow(MerkleRangeError);
  expect(() => consistencyProof(leaves(3), 4)).toThrow(MerkleRangeError);
});
