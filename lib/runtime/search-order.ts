import type { DecisionFilter } from "@/lib/db/decision-filter";

/** Bodies one behind the other, so that they are handed over in one piece. */
interface Packed {
  bytes: ArrayBuffer;
  /** Of each body. */
  lengths: number[];
}

/** What a thread is asked to find, as `decisionsIn` is. */
export interface SearchOrder extends Packed {
  filter: DecisionFilter;
  before: string | undefined;
}

export function pack(bodies: readonly Uint8Array[]): Packed {
  const lengths = bodies.map(({ length }) => length);
  const all = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let end = 0;
  for (const body of bodies) {
    all.set(body, end);
    end += body.length;
  }
  return { bytes: all.buffer, lengths };
}

export function unpack({ bytes, lengths }: Packed): Uint8Array[] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return new Uint8Array(bytes, end - length, length);
  });
}
