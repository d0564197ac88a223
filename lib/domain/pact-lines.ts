/** Where in a written pact document an error's path points: for editors that show errors beside lines. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

/** `clauses[0].on.stale` as `["clauses", 0, "on", "stale"]`. */
function steps(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) => (index ? Number(index) : (key as string)));
}

/** One step down: where it begins, and what stands there; null where it is not there. */
function down(node: unknown, step: string | number): { at: number | null; value: unknown } | null {
  if (isSeq(node) && typeof step === "number") {
    const value = node.items[step];
    return value === undefined ? null : { at: isNode(value) ? (value.range?.[0] ?? null) : null, value };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair ? { at: isScalar(pair.key) ? (pair.key.range?.[0] ?? null) : null, value: pair.value } : null;
}

/**
 * The line (from 1) of what each path names, or of the nearest thing around it that is there.
 * @param text YAML or JSON, however broken; @param errors a line that the message itself tells ("at line 3") counts first
 */
export function linesOf(text: string, errors: readonly { path: string; message: string }[]): number[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { version: "1.2", lineCounter: counter });
  return errors.map(({ path, message }) => {
    const told = /\bat line (\d+)/.exec(message)?.[1];
    if (told) return Number(told);
    let node: unknown = document.contents;
    let at = 0;
    for (const step of steps(path)) {
      const found = down(node, step);
      if (!found) break;
      at = found.at ?? at;
      node = found.value;
    }
    return counter.linePos(at).line || 1;
  });
}
