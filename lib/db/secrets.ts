import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { SuretyError } from "@/lib/domain/errors";

/** How secrets stand in rows: passwords as scrypt, everything that we made up ourselves as a plain SHA-256. */

/** Of new passwords; a stored one names its own. Suites that ask who gets in, not how dear a hash is, take less. */
export const PASSWORD_COST = { N: 2 ** 15, r: 8, p: 1 };
const LENGTH = 32;
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** At most so many passwords are hashed at once: each takes 32 MB and a thread that files and DNS need too. */
const AT_ONCE = 2;
const LONGEST_QUEUE = 64;
let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Uint8Array, cost = PASSWORD_COST): Promise<Buffer> {
  if (running < AT_ONCE) running++;
  else if (waiting.length < LONGEST_QUEUE) await new Promise<void>((resolve) => waiting.push(resolve));
  else throw new SuretyError("unavailable", "Too many people are signing in at this moment.", { retryAfter: 5 });
  try {
    return await new Promise<Buffer>((resolve, reject) =>
      scrypt(password.normalize("NFKC"), salt, LENGTH, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    // The place goes to who waits longest, or is free.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** `scrypt$N$r$p$salt$hash`, base64url. @throws SuretyError unavailable */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  const { N, r, p } = PASSWORD_COST;
  return ["scrypt", N, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Whether the password is the one that was hashed; takes the same time where there is no hash at all.
 * @throws SuretyError unavailable
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = (stored ?? "").split("$");
  if (scheme !== "scrypt" || !salt || !hash) {
    await derive(password, Buffer.alloc(16));
    return false;
  }
  const key = await derive(password, Buffer.from(salt, "base64url"), { N: Number(N), r: Number(r), p: Number(p) });
  const expected = Buffer.from(hash, "base64url");
  return key.length === expected.length && timingSafeEqual(key, expected);
}

/** `length` characters of Crockford's base 32, 5 bits each. */
export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % 32]).join("");
}

/** Made-up secrets have 160 bits and more: nobody can try them out, so a fast hash is right, also on the hot path. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

export interface NewKey {
  /** Shown once: `sry_<prefix>_<secret>`. */
  key: string;
  /** Kept and shown: tells keys apart, opens nothing. */
  prefix: string;
  hash: string;
}

/** A new API key: eight characters to know it by, 180 bits to keep secret. */
export function newKey(): NewKey {
  const prefix = randomText(8);
  const key = `sry_${prefix}_${randomText(36)}`;
  return { key, prefix, hash: hashToken(key) };
}

/** What no key of ours looks like needs no look-up. */
export const looksLikeKey = (token: string): boolean => /^sry_[0-9a-z]{8}_[0-9a-z]{36}$/.test(token);

/** A password for a person to begin with: 100 bits, in groups to read out. */
export const newPassword = (): string => [5, 5, 5, 5].map(randomText).join("-");

/** A secret to sign webhooks with, as Standard Webhooks writes it. Kept as it is: a hash of it could sign nothing. */
export const newWebhookSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
