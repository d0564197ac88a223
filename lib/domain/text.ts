/** How words are put together in sentences, wherever they are made. */

/** The text with its first letter as a capital. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `["a", "b", "c"]` → `"a, b and c"`. @param last what stands between the last two */
export function joined(words: readonly string[], last = " and "): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")}${last}${words.at(-1)}`;
}
