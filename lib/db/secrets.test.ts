import { expect, test } from "vitest";
import { hashPassword, hashToken, isPassword, looksLikeKey, newKey, newPassword } from "./secrets";

test("a password is kept as scrypt of N = 32768, r = 8, p = 1 under a salt of its own", async () => {
  const [first, second] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(first).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(first).not.toBe(second);
  expect(await isPassword("correct horse", first)).toBe(true);
  expect(await isPassword("correct horsE", first)).toBe(false);
});

test("no hash, or one of another kind, is opened by nothing", async () => {
  for (const stored of [null, "", "plain", "scrypt$32768$8$1$$"]) expect(await isPassword("", stored)).toBe(false);
});

test("more passwords at once than there is room for are refused, not queued without end", async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 80 }, () => isPassword("x", "scrypt$2$1$1$AAAA$AAAA")),
  );
  const busy = outcomes.filter((o) => o.status === "rejected" && o.reason.kind === "unavailable");
  expect(busy).toHaveLength(80 - 2 - 64);
});

test("a key tells its prefix, keeps 180 bits to itself, and is found by its hash", () => {
  const { key, prefix, hash } = newKey();
  expect(key).toMatch(/^sry_[0-9a-z]{8}_[0-9a-z]{36}$/);
  expect(key.slice(4, 12)).toBe(prefix);
  expect(hashToken(key)).toBe(hash);
  expect(hash).not.toContain(prefix);
  expect(looksLikeKey(key)).toBe(true);
  expect(newKey().key).not.toBe(key);
});

test("a made-up password has 100 bits, in groups to read out", () => {
  expect(newPassword()).toMatch(/^(?:[0-9a-z]{5}-){3}[0-9a-z]{5}$/);
});
