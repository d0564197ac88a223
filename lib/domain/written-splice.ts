/** An edit of a text that was laid out by a person, told by the texts that a writer makes before and after it. */

import { diffLines } from "./line-diff.ts";

const NOT_BLANK = /\S/g;

/** Where each character that is not blank stands. */
function places(text: string): number[] {
  const found: number[] = [];
  for (const { index } of text.matchAll(NOT_BLANK)) found.push(index);
  return found;
}

const newlines = (text: string, from: number, to: number) => {
  const found: number[] = [];
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) found.push(at + 1);
  return found;
};

/** The start of the line in `original` that is the one at `at` in `plain`; null where it is none there. */
function lineIn(original: string, ours: readonly number[], plain: string, theirs: readonly number[], at: number) {
  // How many characters stand before it: the same ones in both texts.
  let before = 0;
  for (let low = 0, high = theirs.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((theirs[middle] as number) < at) low = before = middle + 1;
    else high = middle;
  }
  if (before === 0) return at === 0 ? 0 : null;
  const blank = (text: string, where: readonly number[]) =>
    newlines(text, (where[before - 1] as number) + 1, where[before] ?? text.length);
  const [here, there] = [blank(original, ours), blank(plain, theirs)];
  const nth = there.indexOf(at);
  if (here.length === 0 || nth < 0) return null;
  // Blank lines that the writer leaves out belong to what stands before them.
  return here[nth === there.length - 1 ? here.length - 1 : Math.min(nth, here.length - 1)] ?? null;
}

/**
 * A text with an edit written in, and all else as it was, byte for byte.
 * @param original as a person laid it out
 * @param plain the same as a writer lays it out
 * @param next the writer's text after the edit
 * @returns null where the lines of original and plain cannot be told to be the same
 */
export function spliced(original: string, plain: string, next: string): string | null {
  if (original === plain) return next;
  const [ours, theirs] = [places(original), places(plain)];
  if (ours.length !== theirs.length || ours.some((at, index) => original[at] !== plain[theirs[index] as number]))
    return null;
  const starts = startsOf(plain);
  const place = (line: number) => {
    const at = starts[line] ?? plain.length;
    return at >= plain.length ? original.length : lineIn(original, ours, plain, theirs, at);
  };
  let written = "";
  let done = 0;
  for (const { from, to, lines } of hunks(plain.split("\n"), next.split("\n"))) {
    const [first, last] = [place(from), place(to)];
    if (first === null || last === null || first < done || last < first) return null;
    written += original.slice(done, first) + lines.map((line) => `${line}\n`).join("");
    done = last;
  }
  return written + original.slice(done);
}

/** Where each line begins. */
function startsOf(text: string): number[] {
  const found = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) found.push(at + 1);
  return found;
}

/** More cells than this are not compared line by line: what lies between first and last difference is one stretch. */
const MOST_CELLS = 1_000_000;

interface Hunk {
  /** Lines `[from, to)` give way to `lines`. */
  from: number;
  to: number;
  lines: string[];
}

/** The stretches in which two texts differ, in order. */
function hunks(was: readonly string[], is: readonly string[]): Hunk[] {
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && was[head] === is[head]) head++;
  let tail = 0;
  while (tail < most - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++;
  const [before, after] = [was.slice(head, was.length - tail), is.slice(head, is.length - tail)];
  if (before.length * after.length > MOST_CELLS) return [{ from: head, to: was.length - tail, lines: after }];
  const found: Hunk[] = [];
  let line = head;
  let open: Hunk | null = null;
  for (const { kind, text } of diffLines(before, after)) {
    if (kind === "same") {
      open = null;
      line++;
      continue;
    }
    if (!open) {
      open = { from: line, to: line, lines: [] };
      found.push(open);
    }
    if (kind === "added") open.lines.push(text);
    else open.to = ++line;
  }
  return found;
}

/** Whether two texts differ within their lines at most: then lines of one can stand in the other. */
export function sameLines(original: string, plain: string): boolean {
  const [ours, theirs] = [original.split("\n"), plain.split("\n")];
  const indent = (line: string | undefined) => /^ */.exec(line ?? "")?.[0].length;
  return (
    ours.length === theirs.length &&
    ours.every((line, at) => line.trim() === "" || indent(line) === indent(theirs[at])) &&
    ours.every((line, at) => line.replace(/\s+/g, "") === theirs[at]?.replace(/\s+/g, ""))
  );
}
