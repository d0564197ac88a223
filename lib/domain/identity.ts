/** Where new ids and instants come from: passed in, so that tests and the demo's story can choose them. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export type IdPrefix =
  | "org"
  | "mem"
  | "inv"
  | "ses"
  | "key"
  | "evd"
  | "lat"
  | "dft"
  | "inc"
  | "grt"
  | "ovr"
  | "rev"
  | "dec"
  | "exc"
  | "obs"
  | "led"
  | "out"
  | "nod"
  | "req"
  | "log";

export interface Ids {
  /** A new id `<prefix>_<26 characters>`: sorts by time, then by order within the node; ends with the node's own four. */
  next(prefix: IdPrefix): string;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** `value` in Crockford's base 32, lower case, `length` characters. */
function base32(value: number, length: number): string {
  let text = "";
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/**
 * Ids that never repeat and never go back on one node: 10 characters of time (ms), 5 of a counter, 7 of chance, 4 of the node.
 * @param node four characters of the alphabet, unique among live nodes
 * @param random returns a number in [0, 1)
 */
export function monotonicIds(clock: Clock, node: string, random: () => number): Ids {
  let last = 0;
  let count = 0;
  return {
    next(prefix) {
      const now = Math.max(clock.now(), last);
      count = now === last ? count + 1 : 0;
      last = now;
      return `${prefix}_${base32(now, 10)}${base32(count, 5)}${base32(Math.floor(random() * 32 ** 7), 7)}${node}`;
    },
  };
}

/** The four characters of the node that made an id. */
export function nodeOf(id: string): string {
  return id.slice(-4);
}

/** The instant an id was made, ms; null where the id has not the form. */
export function timeOf(id: string): number | null {
  const body = id.slice(id.indexOf("_") + 1, id.indexOf("_") + 11);
  let value = 0;
  for (const c of body) {
    const digit = ALPHABET.indexOf(c);
    if (digit < 0) return null;
    value = value * 32 + digit;
  }
  return body.length === 10 ? value : null;
}
