import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCheckpoint } from "./checkpoint.ts";
import { consistencyProof, inclusionProof, leafHash, merkleRoot } from "./merkle.ts";
import {
  packBundle,
  parseTilePath,
  type ReadTile,
  TILE_WIDTH,
  tilePath,
  tileTree,
  tileWidth,
  unpackBundle,
  unpackTile,
} from "./tile.ts";

const LOG = join(import.meta.dirname, "../../../shared/data/vectors/tessera-tlog-tiles/testdata/log");
const leaves = (size: number) =>
  Array.from({ length: size }, (_, i) => leafHash(new TextEncoder().encode(`leaf ${i}`)));

describe.skipIf(!existsSync(LOG))("the published tiled log (skipped without ../shared)", () => {
  const file = (name: string) => new Uint8Array(readFileSync(join(LOG, name)));

  test("at each size its bundle, its tile and its checkpoint agree", async () => {
    for (let size = 1; size <= 15; size++) {
      const { root } = readCheckpoint(readFileSync(join(LOG, `checkpoint.${size}`), "utf8"));
      const entries = unpackBundle(file(`tile/${tilePath({ level: "entries", index: 0, width: size })}`), size);
      const hashes = unpackTile(file(`tile/${tilePath({ level: 0, index: 0, width: size })}`), size) ?? [];
      expect(entries?.map((entry) => leafHash(entry))).toEqual(hashes);
      expect(await tileTree(size, async () => hashes).root()).toEqual(root);
      expect(packBundle(entries ?? [])).toEqual(file(`tile/entries/000.p/${size}`));
    }
  });
});

/** Tiles as a log serves them: each hash the root over what is below it. */
const tilesOf =
  (all: Uint8Array[]): ReadTile =>
  async ({ level, index, width }) => {
    const span = TILE_WIDTH ** level;
    const first = index * TILE_WIDTH;
    return Array.from({ length: width }, (_, i) =>
      merkleRoot(all, undefined, (first + i) * span, (first + i + 1) * span),
    );
  };

test("a tree read from tiles has the root and the proofs of the whole, beyond one tile too", async () => {
  const all = leaves(1000);
  const size = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(255, 256, 257, 511, 512, 513, 768));
  await fc.assert(
    fc.asyncProperty(size, fc.nat(), fc.nat(), async (count, one, other) => {
      const some = all.slice(0, count);
      const tree = tileTree(count, tilesOf(some));
      expect(await tree.root()).toEqual(merkleRoot(some));
      expect(await tree.inclusion(one % count)).toEqual(inclusionProof(some, one % count));
      expect(await tree.consistency(1 + (other % count))).toEqual(consistencyProof(some, 1 + (other % count)));
    }),
    { numRuns: 60 },
  );
});

test("a tile has one path, and other paths name none", () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("0/x001/x234/067");
  expect(tilePath({ level: "entries", index: 7, width: 12 })).toBe("entries/007.p/12");
  const name = fc.record({
    level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant("entries" as const)),
    index: fc.nat(10_000_000),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(
    fc.property(name, (tile) => {
      expect(parseTilePath(tilePath(tile))).toEqual(tile);
    }),
  );
  for (const bad of [
    "",
    "0",
    "0/1",
    "00/001",
    "0/x000/001",
    "64/000",
    "0/000.p/0",
    "0/000.p/256",
    "0/../000",
    "0/000/",
  ])
    expect(parseTilePath(bad), bad).toBeNull();
});

test("the widths of a tree of 70,000 leaves are those that the format's text gives", () => {
  expect([tileWidth(0, 272, 70_000), tileWidth(0, 273, 70_000), tileWidth(0, 274, 70_000)]).toEqual([256, 112, 0]);
  expect([tileWidth(1, 0, 70_000), tileWidth(1, 1, 70_000), tileWidth(2, 0, 70_000)]).toEqual([256, 17, 1]);
});

test("a bundle that is cut short or holds another number of leaves is none", () => {
  const data = packBundle([new Uint8Array([1, 2, 3]), new Uint8Array(0), new Uint8Array(300)]);
  expect(unpackBundle(data, 3)?.map((leaf) => leaf.length)).toEqual([3, 0, 300]);
  expect(unpackBundle(data, 2)).toBeNull();
  expect(unpackBundle(data.slice(0, -1), 3)).toBeNull();
  expect(unpackBundle(Uint8Array.of(0), 0)).toBeNull();
  expect(unpackTile(data, 3)).toBeNull();
});
