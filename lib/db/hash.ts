import { hash } from "node:crypto";

/** SHA-256 in one call: a fifth of the cost of createHash for short inputs. */
export function sha256(data: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash("sha256", data, "buffer"));
}
