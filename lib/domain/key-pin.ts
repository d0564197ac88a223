/** Pins: what vouches for a log's key outside of the server that shows it. */

/** What a DNS look-up found: our key, another one, no record at all; or nobody answered. */
export type PinFound = "matches" | "differs" | "not_found" | "failed";

const PREFIX = "surety-log=";

/** The text of the TXT record that publishes a key. @param key the verifier key line */
export const pinText = (key: string): string => `${PREFIX}${key}`;

/** The record as a zone file has it. */
export const pinRecord = (name: string, key: string): string => `${name}. 3600 IN TXT "${pinText(key)}"`;

/** How anybody looks it up. */
export const pinCommand = (name: string): string => `dig +short TXT ${name}`;

/** What the texts found at a name say of a key. */
export function pinFound(texts: readonly string[], key: string): PinFound {
  const pins = texts.filter((text) => text.startsWith(PREFIX));
  if (pins.includes(pinText(key))) return "matches";
  return pins.length > 0 ? "differs" : "not_found";
}

export const PIN_WORDS: Record<PinFound, string> = {
  matches: "it matches",
  differs: "another key stands there",
  not_found: "no such record was found",
  failed: "nobody answered",
};

/** Media type of the payload that a counterparty signs: the verifier key line, and nothing else. */
export const KEY_TYPE = "application/vnd.surety.log-key";

/** What a report says of the key that its ledger is signed with. */
export interface KeyPins {
  /** The verifier key line; null before the log has one. */
  key: string | null;
  dns: { name: string; record: string; checkedAt: string | null; found: PinFound | null } | null;
  countersigned: { issuer: string; name: string; keyId: string; at: string }[];
}
