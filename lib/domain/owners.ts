/** A pact's text with other owners for some clauses: comments and layout stay as they are. */
import { isMap, isSeq, parseDocument } from "yaml";

/**
 * @param text YAML or JSON of a pact document; @param clauses keys of those that get the new owner
 * @returns the text, and the keys that were found
 */
export function withOwner(text: string, clauses: readonly string[], owner: string): { text: string; found: string[] } {
  const document = parseDocument(text, { version: "1.2" });
  const list = document.get("clauses");
  const found: string[] = [];
  if (isSeq(list)) {
    for (const one of list.items) {
      const key = isMap(one) ? one.get("key") : undefined;
      if (!isMap(one) || typeof key !== "string" || !clauses.includes(key)) continue;
      one.set("owner", owner);
      found.push(key);
    }
  }
  return { text: document.toString({ lineWidth: 120 }), found };
}
