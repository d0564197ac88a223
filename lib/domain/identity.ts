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
  | "rvf"
  | "dec"
  | "exc"
  | "obs"
  | "fnd"
  | "cmt"
  | "csg"
  | "rdl"
  | "mrs"
  | "rpt"
  | "rpv"
  | "qst"
  | "sub"
  | "rct"
  | "led"
  | "out"
  | "nod"
  | "req"
  | "log"
  | "wit"
  | "hld"
  | "exp"
  | "kcs"
  | "drl"
  | "whk"
  | "whd"
  | "mal"
  | "ntc";

export interface Ids {
  /** A new id `<prefix>_<26 characters>`: sorts by time, then by order within the node; ends with the node's own four. */
  next(prefix: IdPrefix): string;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Every two characters, by value. */
const PAIRS = Array.from({ length: 1024 }, (_, n) => `${ALPHABET[n >> 5]}${ALPHABET[n & 31]}`);

/** The last `length` characters (10 at most, even) of `value` in Crockford's base 32, lower case. */
function base32(value: number, length: number): string {
  let text = "";
  for (let rest = value, i = 0; i < length; i += 2, rest = Math.floor(rest / 1024)) text = PAIRS[rest % 1024] + text;
  return text;
}

/**
 * Ids that never repeat and never go back on one node: 10 characters of time (ms), 5 of a counter, 7 of chance, 4 of the node.
 * @param node four characters of the alphabet, unique among live nodes
 * @param random returns a number in [0, 1)
 */
export function monotonicIds(clock: Clock, node: string, random: () => number): Ids {
  let last = 0;
  let time = base32(0, 10);
  let count = 0;
  return {
    next(prefix) {
      const now = clock.now();
      if (now > last) {
        last = now;
        time = base32(now, 10);
        count = 0;
      } else count++;
      // Twelve characters of five bits: the counter takes 25, chance the other 35.
      const chance = Math.floor(random() * 2 ** 35);
      const high = count * 32 + Math.floor(chance / 2 ** 30);
      return `${prefix}_${time}${base32(high, 6)}${base32(chance % 2 ** 30, 6)}${node}`;
    },
  };
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
