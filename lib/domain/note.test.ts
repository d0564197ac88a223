import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getPublicKey, sign } from "@noble/ed25519";
import { describe, expect, test } from "vitest";
import { checkpointText, openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import {
  COSIGNING_KEY,
  cosignature,
  cosignedText,
  makeVerifierKey,
  NOTE_KEY,
  NoteError,
  openNote,
  parseVerifierKey,
  signatureLine,
  verifierKeyText,
  verifyEd25519,
} from "./note.ts";

const VECTORS = join(import.meta.dirname, "../../../shared/data/vectors");
const there = existsSync(VECTORS);
const json = (file: string) => JSON.parse(readFileSync(join(VECTORS, file), "utf8"));
const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const utf8 = (text: string) => new TextEncoder().encode(text);

describe.skipIf(!there)("published vectors (skipped without ../shared)", () => {
  test("the published note opens with its key, and its key reads back as it was written", () => {
    const { vkey, note } = json("signed-note.json");
    const key = parseVerifierKey(vkey);
    expect(openNote(note, [key]).text).toBe("This is an example message.\n");
    expect(verifierKeyText(key)).toBe(vkey);
  });

  test("each of the 16 published checkpoints opens, at its own size", () => {
    const key = parseVerifierKey(json("signed-note.json").tessera_testdata_vkey);
    const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    for (const size of sizes) {
      const note = readFileSync(join(VECTORS, `tessera-tlog-tiles/testdata/log/checkpoint.${size}`), "utf8");
      expect(openCheckpoint(note, [key]).size).toBe(size);
    }
  });

  test("every published Ed25519 signature is judged as RFC 8032 asks", () => {
    let judged = 0;
    for (const { publicKey, tests } of json("ed25519/wycheproof_ed25519_test.json").testGroups) {
      for (const { msg, sig, result, tcId } of tests) {
        expect(verifyEd25519(hex(sig), hex(msg), hex(publicKey.pk)), `case ${tcId}`).toBe(result === "valid");
        judged++;
      }
    }
    expect(judged).toBe(151);
  });

  test("of the published edge cases none with another encoding of a point is taken", () => {
    const cases: { key: string; sig: string; msg: string; flags: string[] | null }[] =
      json("ed25519/ed25519vectors.json");
    const bent = cases.filter(({ flags }) => flags?.some((flag) => flag.startsWith("non_canonical")));
    expect(bent.length).toBeGreaterThan(100);
    for (const { key, sig, msg } of bent) expect(verifyEd25519(hex(sig), utf8(msg), hex(key))).toBe(false);
  });
});

const secret = new Uint8Array(32).fill(5);
const log = makeVerifierKey("surety/a", NOTE_KEY, getPublicKey(secret));
const witness = makeVerifierKey("witness.example/w", COSIGNING_KEY, getPublicKey(new Uint8Array(32).fill(6)));
const text = checkpointText({ origin: "surety/a", size: 7, root: new Uint8Array(32).fill(9) });
const note = `${text}\n${signatureLine(log, sign(utf8(text), secret))}`;
const cosign = (seconds: number, said: string) =>
  signatureLine(witness, cosignature(seconds, sign(utf8(cosignedText(seconds, said)), new Uint8Array(32).fill(6))));

test("a cosigned checkpoint names the witnesses that the reader trusts, and no other", () => {
  const cosigned = note + cosign(1_700_000_000, text);
  expect(openCheckpoint(cosigned, [log, witness]).witnesses).toEqual(["witness.example/w"]);
  expect(openCheckpoint(cosigned, [log]).witnesses).toEqual([]);
});

test("a checkpoint without the log's own signature is refused, whoever else signed it", () => {
  const only = `${text}\n${cosign(1, text)}`;
  expect(() => openCheckpoint(only, [log, witness])).toThrow(/not signed by that log/);
  expect(() => openNote(only, [log])).toThrow(/no known key/);
  expect(() => openCheckpoint(note + cosign(1, "surety/a\n8\n"), [log, witness])).toThrow(/does not verify/);
});

test("a log's key never vouches for another log", () => {
  const other = makeVerifierKey("surety/b", NOTE_KEY, getPublicKey(secret));
  expect(() => openCheckpoint(`${text}\n${signatureLine(other, sign(utf8(text), secret))}`, [other])).toThrow(
    /not signed by that log/,
  );
});

test("any flipped bit of a note is found", () => {
  const bytes = utf8(note);
  for (let at = 0; at < bytes.length; at++) {
    const flipped = new TextDecoder().decode(bytes.with(at, (bytes[at] as number) ^ 1));
    expect(() => openCheckpoint(flipped, [log]), `byte ${at}`).toThrow(NoteError);
  }
});

test("keys and checkpoints of another form are refused", () => {
  const vkey = verifierKeyText(log);
  for (const bad of ["", "a+b", vkey.replace("surety/a", "surety/b"), `${vkey}AA`, vkey.slice(0, -4)])
    expect(() => parseVerifierKey(bad), bad).toThrow(NoteError);
  for (const bad of ["", text.replace("7", "07"), text.replace("\n7\n", "\n-7\n"), text.slice(0, -1), `${text}\n`])
    expect(() => parseCheckpoint(bad), bad).toThrow(NoteError);
});
