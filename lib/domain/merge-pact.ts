/**
 * Two people's edits of one draft brought together: three-way, member by member, clauses by their keys.
 * What only one of them changed is taken from them; what both changed differently is a clash, for a person to settle.
 */
import { sameWritten, type WrittenPath, writtenWith } from "./written.ts";

/** Both changed this. The merged data holds `mine` until somebody chooses. */
export interface Clash {
  path: WrittenPath;
  /** In words: "obligation of cites-policy". */
  says: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface Merged<T> {
  merged: T;
  clashes: Clash[];
  /** What was taken from the other: paths in words. */
  taken: string[];
}

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isKeyed = (value: unknown): value is (Plain & { key: string })[] =>
  Array.isArray(value) && value.every((one) => isPlain(one) && typeof one.key === "string");

/** A place by names: clauses by their keys, not by where they stand. */
type Place = readonly string[];

interface Step {
  base: unknown;
  mine: unknown;
  theirs: unknown;
  place: Place;
}

class Merging {
  readonly clashes: Omit<Clash, "path">[] = [];
  readonly places: Place[] = [];
  readonly taken: string[] = [];

  value({ base, mine, theirs, place }: Step): unknown {
    if (sameWritten(mine, theirs) || sameWritten(base, theirs)) return mine;
    if (sameWritten(base, mine)) {
      this.taken.push(sayPlace(place));
      return theirs;
    }
    if (isPlain(mine) && isPlain(theirs)) return this.map(isPlain(base) ? base : {}, mine, theirs, place);
    if (isKeyed(mine) && isKeyed(theirs)) return this.list(isKeyed(base) ? base : [], mine, theirs, place);
    if (place.length === 2 && place[0] === "clauses" && (mine === undefined || theirs === undefined)) {
      // One took a clause away while the other edited it: the edit stays, and can be taken away again.
      if (mine === undefined) this.taken.push(`${sayPlace(place)}, which you had taken away`);
      return mine ?? theirs;
    }
    this.clashes.push({ says: sayPlace(place), base, mine, theirs });
    this.places.push(place);
    return mine;
  }

  private map(base: Plain, mine: Plain, theirs: Plain, place: Place): Plain {
    const merged: Plain = {};
    for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
      const value = this.value({ base: base[name], mine: mine[name], theirs: theirs[name], place: [...place, name] });
      if (value !== undefined) merged[name] = value;
    }
    return merged;
  }

  /** In the order of mine; what only they have follows what it follows with them. */
  private list(base: { key: string }[], mine: { key: string }[], theirs: { key: string }[], place: Place): unknown[] {
    const of = (list: { key: string }[], key: string) => list.find((one) => one.key === key);
    const order = mine.map(({ key }) => key);
    theirs.forEach(({ key }, index) => {
      if (order.includes(key)) return;
      const before = theirs.slice(0, index).findLast((one) => order.includes(one.key));
      order.splice(before ? order.indexOf(before.key) + 1 : 0, 0, key);
    });
    return order.flatMap((key) => {
      const step = { base: of(base, key), mine: of(mine, key), theirs: of(theirs, key), place: [...place, key] };
      const value = this.value(step);
      return value === undefined ? [] : [value];
    });
  }
}

function sayPlace(place: Place): string {
  if (place[0] !== "clauses" || place[1] === undefined) return place.join(".") || "the whole document";
  return place.length === 2 ? `the clause ${place[1]}` : `${place.slice(2).join(".")} of ${place[1]}`;
}

/** A place as a path of the merged data. */
function pathOf(root: unknown, place: Place): WrittenPath {
  let value = root;
  return place.map((name) => {
    const step = isKeyed(value) ? value.findIndex((one) => one.key === name) : name;
    value = (value as Record<string | number, unknown> | undefined)?.[step];
    return step;
  });
}

/** Brings `mine` and `theirs`, both made from `base`, together. Where neither clashes, both are in it whole. */
export function mergeWritten<T>(base: T, mine: T, theirs: T): Merged<T> {
  const merging = new Merging();
  const merged = merging.value({ base, mine, theirs, place: [] }) as T;
  const clashes = merging.clashes.map((clash, index) => ({
    ...clash,
    path: pathOf(merged, merging.places[index] ?? []),
  }));
  return { merged, clashes, taken: merging.taken };
}

/** The merged data with the other's value for some clashes. */
export function settleClashes<T>(merged: T, theirs: readonly Clash[]): T {
  // From the last list item back, so that what is taken away moves nothing that is still to come.
  const order = [...theirs].sort((a, b) => Number(b.path[1] ?? 0) - Number(a.path[1] ?? 0));
  return order.reduce((data, clash) => writtenWith(data, clash.path, clash.theirs), merged);
}
