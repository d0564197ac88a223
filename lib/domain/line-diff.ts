/** Two texts, line by line: what stays, what goes, what comes. For short texts: its time is their lengths' product. */
export interface DiffLine {
  kind: "same" | "removed" | "added";
  text: string;
}

/**
 * The shortest way from one list of lines to another (longest common subsequence). What is `same` or `added`, in order, is
 * `after`; what is `same` or `removed` is `before`.
 */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  // kept[i][j]: how many lines before[i…] and after[j…] have in common.
  const kept = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (i: number, j: number) => kept[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      (kept[i] as Uint16Array)[j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: "same", text: after[j++] as string });
      i++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "removed", text: before[i++] as string });
    } else lines.push({ kind: "added", text: after[j++] as string });
  }
  return lines;
}
