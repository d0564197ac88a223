import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An Ed25519 key of this installation, by which those who were given its public half know what it sent. */
export interface Signer {
  publicKey(): VerifierKey;
  /** 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}

interface VerifierKey {
  /** First 8 bytes of the SHA-256 of the raw key, hex. */
  id: string;
  /** The 32 bytes of an Ed25519 public key. */
  bytes: Uint8Array;
}

const SNAPSHOT_KEY_FILE = "snapshot-key.pem";

/**
 * The key in `home`, made at first need. Nodes of one system share it: give each the same file.
 * @param home SURETY_HOME
 */
export function createSigner(home: string): Signer {
  let held: { key: KeyObject; publicKey: VerifierKey } | undefined;
  const load = () => {
    if (held) return held;
    const key = createPrivateKey(readKey(home));
    const { x } = createPublicKey(key).export({ format: "jwk" });
    const bytes = new Uint8Array(Buffer.from(x ?? "", "base64url"));
    const id = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
    held = { key, publicKey: { id, bytes } };
    return held;
  };
  return {
    publicKey: () => load().publicKey,
    sign: (bytes) => new Uint8Array(sign(null, bytes, load().key)),
  };
}

/** Whoever comes first writes it; a second process at the same moment reads what the first one wrote. */
function readKey(home: string): string {
  const path = join(home, SNAPSHOT_KEY_FILE);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const pem = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }) as string;
  mkdirSync(home, { recursive: true });
  try {
    writeFileSync(path, pem, { mode: 0o600, flag: "wx" });
    return pem;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFileSync(path, "utf8");
  }
}
