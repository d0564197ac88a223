/** What of a sentence was replaced: the words around it stay plain. */
export interface Reworded {
  before: string;
  removed: string;
  added: string;
  after: string;
}

/** The one stretch of words in which two wordings differ; blanks belong to the words before them. */
export function reworded(from: string, to: string): Reworded {
  const [was, is] = [from.match(/\S+\s*/g) ?? [], to.match(/\S+\s*/g) ?? []];
  const same = (a: string | undefined, b: string | undefined) => a?.trim() === b?.trim();
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && same(was[head], is[head])) head++;
  let tail = 0;
  while (tail < most - head && same(was.at(-1 - tail), is.at(-1 - tail))) tail++;
  const text = (words: readonly string[], start: number, end: number) => words.slice(start, end).join("");
  return {
    before: text(is, 0, head),
    removed: text(was, head, was.length - tail),
    added: text(is, head, is.length - tail),
    after: text(is, is.length - tail, is.length),
  };
}
