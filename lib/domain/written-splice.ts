/** An edit of a text that was laid out by a person, told by the texts that a writer makes before and after it. */

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
  const [was, is] = [plain.split("\n"), next.split("\n")];
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && was[head] === is[head]) head++;
  let tail = 0;
  while (tail < most - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++;
  const start = (lines: readonly string[], line: number) =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  const [from, to] = [start(was, head), start(was, was.length - tail)];
  const first = lineIn(original, ours, plain, theirs, Math.min(from, plain.length));
  const last = to >= plain.length ? original.length : lineIn(original, ours, plain, theirs, to);
  if (first === null || last === null || last < first) return null;
  const written = next.slice(start(is, head), start(is, is.length - tail));
  return original.slice(0, first) + written + original.slice(last);
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
