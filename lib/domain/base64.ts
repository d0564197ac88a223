/** Base 64 (RFC 4648, section 4), strict: one text for one value, the same in Node and in the browser. */

const STEP = 8192;

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  // `apply`: to spread bytes is five times as slow.
  for (let at = 0; at < bytes.length; at += STEP)
    binary += String.fromCharCode.apply(null, bytes.subarray(at, at + STEP) as unknown as number[]);
  return btoa(binary);
}

/** The bytes of a text; null where it is no base 64, or not the one text that its bytes have. */
export function fromBase64(text: string): Uint8Array | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : null;
}

/** A hash as proofs write it; null where the text is none. */
export function digestFrom(text: string): Uint8Array | null {
  const bytes = fromBase64(text);
  return bytes?.length === 32 ? bytes : null;
}
