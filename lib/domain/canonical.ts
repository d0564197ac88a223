/** Canonical bytes and hashes: RFC 8785 (JCS) and SHA-256, the same in Node and in the browser. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Clause, PactDocument } from "./pact.ts";

/** Whether JSON.stringify writes this as RFC 8785 asks: members in order at every level, and nothing but JSON in it. */
function inOrder(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(inOrder);
  if ("toJSON" in value) return false;
  let before = "";
  for (const key of Object.keys(value)) {
    if (key < before || !inOrder((value as Record<string, unknown>)[key])) return false;
    before = key;
  }
  return true;
}

/**
 * A copy with members in the order of their names, as far as an object keeps one: it puts names that are numbers first,
 * whatever their place.
 */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    if (name === "__proto__") return value;
    const member = (value as Record<string, unknown>)[name];
    if (member !== undefined) copy[name] = sorted(member);
  }
  return copy;
}

/** RFC 8785 text of a JSON value; members that are undefined are left out. @throws TypeError for what JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  if (inOrder(value)) return JSON.stringify(value);
  // Twice as fast as the library, which is left what this cannot put in order.
  const copy = sorted(value);
  if (inOrder(copy)) return JSON.stringify(copy);
  const text = (canonicalize as unknown as (input: unknown) => string | undefined)(value);
  if (text === undefined) throw new TypeError("only JSON values have a canonical form");
  return text;
}

/** SHA-256 in lower-case hex; a text is taken as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data));
}

/** `sha256:` and the hex digest of a value's canonical JSON. */
export function canonicalHash(value: unknown): string {
  return `sha256:${sha256Hex(canonicalJson(value))}`;
}

/** The hash that names a pact version: over its canonical JSON, short forms expanded (so: of what `parsePact` gave). */
export function documentHash(document: PactDocument): string {
  return canonicalHash(document);
}

/**
 * What a clause's evidence is bound to (CONTRACT.md 2): change one of these and its evidence no longer counts.
 * Orders of actions mean nothing, so they are sorted.
 */
export function evidenceHash(document: PactDocument, clause: Clause): string {
  return canonicalHash({
    obligation: clause.obligation,
    require: clause.require ?? null,
    actions: clause.actions ? [...clause.actions].sort() : null,
    when: clause.when ?? null,
    scope: [...document.scope.actions].sort(),
    method: clause.evidence?.method ?? null,
    target: clause.evidence?.target ?? null,
  });
}
