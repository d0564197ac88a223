/** A written pact as YAML that follows its edits: comments, quoting and order stay where nothing was changed. */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { PactInput } from "./pact.ts";
import { sameWritten } from "./written.ts";
import { sameLines, spliced } from "./written-splice.ts";

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list whose items have keys is followed item by item, so that a clause keeps its comments when others come and go. */
const keyOf = (value: unknown) => (isPlain(value) && typeof value.key === "string" ? value.key : null);

/** How people lay YAML out: what is most like the text is gone on with. */
const LAYOUTS = [2, 4].flatMap((indent) => [true, false].map((indentSeq) => ({ indent, indentSeq, lineWidth: 120 })));
type Layout = (typeof LAYOUTS)[number];

/**
 * The text of one written pact while it is edited. It holds the parsed YAML, since parsing anew at each edit would be felt.
 * Lines that an edit does not touch stay as they are, byte for byte.
 */
export class WrittenText {
  private readonly document: Document;
  private data: unknown;
  private written: string;
  /** The same as it is written out, and how; null: not worked out yet. */
  private plain: { text: string; layout: Layout; sameLines: boolean } | null = null;
  /** What was taken out, by the data it stood for: an undo puts it back with its comments. */
  private readonly removed = new WeakMap<object, Node>();

  /** @param text YAML 1.2 or JSON that `parsePactText` reads, or nothing; @param data what it holds, as `parseYaml` gives it */
  constructor(text: string, data: unknown) {
    this.document = parseDocument(text, { version: "1.2", uniqueKeys: false });
    this.data = data;
    this.written = text;
    // The reader gives a comment before the first item to the list: it is the item's, and goes with it.
    visit(this.document, {
      Seq(_, list) {
        const first = list.items[0];
        if (!list.commentBefore || list.flow || !isNode(first)) return;
        first.commentBefore = list.commentBefore;
        list.commentBefore = null;
      },
    });
  }

  /** The text for this data: the text there was, with the differences written in. */
  follow(data: unknown): string {
    if (this.data === data || sameWritten(this.data, data)) {
      this.data = data;
      return this.written;
    }
    const before = this.plain ?? this.laidOut();
    this.document.contents = this.node(this.document.contents as Node | null, this.data, data) as never;
    this.data = data;
    const next = this.document.toString(before.layout);
    const kept = spliced(this.written, before.text, next);
    // Where lines stand otherwise than they are written out, what was put together is read before it is believed.
    const right = kept !== null && (before.sameLines || sameWritten(readWritten(kept), data));
    this.written = right ? kept : next;
    this.plain = { ...before, text: next, sameLines: before.sameLines || !right };
    return this.written;
  }

  private laidOut() {
    const own = new Set(this.written.split("\n"));
    let best = { text: "", layout: LAYOUTS[0] as Layout, sameLines: false, like: -1 };
    for (const layout of LAYOUTS) {
      const text = this.document.toString(layout);
      if (sameLines(this.written, text)) return { text, layout, sameLines: true };
      const like = text.split("\n").filter((line) => own.has(line)).length;
      if (like > best.like) best = { text, layout, sameLines: false, like };
    }
    return best;
  }

  private node(node: Node | null, before: unknown, after: unknown): Node {
    if (node && sameWritten(before, after)) return node;
    if (isMap(node) && isPlain(before) && isPlain(after)) return this.map(node, before, after);
    if (isSeq(node) && Array.isArray(before) && Array.isArray(after)) return this.list(node, before, after);
    if (isScalar(node) && !isNode(after) && (typeof after !== "object" || after === null)) {
      const kept = this.document.createNode(after);
      [kept.comment, kept.commentBefore, kept.spaceBefore] = [node.comment, node.commentBefore, node.spaceBefore];
      return kept;
    }
    return this.made(after);
  }

  private made(value: unknown): Node {
    const known = typeof value === "object" && value !== null ? this.removed.get(value) : undefined;
    return known ?? this.document.createNode(value, { aliasDuplicateObjects: false });
  }

  private map(node: YAMLMap, before: Plain, after: Plain): Node {
    const nameOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key));
    for (const pair of node.items) {
      const was = before[nameOf(pair)];
      if (typeof was === "object" && was !== null && isNode(pair.value)) this.removed.set(was, pair.value);
    }
    node.items = node.items.filter((pair) => after[nameOf(pair)] !== undefined);
    for (const [name, value] of Object.entries(after)) {
      if (value === undefined) continue;
      const pair = node.items.find((one) => nameOf(one) === name);
      if (pair) pair.value = this.node(isNode(pair.value) ? pair.value : null, before[name], value);
      else node.items.push(this.document.createPair(name, null) as never);
      if (!pair) (node.items.at(-1) as Pair).value = this.made(value);
    }
    return node;
  }

  private list(node: YAMLSeq, before: readonly unknown[], after: readonly unknown[]): Node {
    before.forEach((value, index) => {
      const item = node.items[index];
      if (typeof value === "object" && value !== null && isNode(item)) this.removed.set(value, item);
    });
    const items = node.items as (Node | undefined)[];
    node.items = after.map((value, index) => {
      const key = keyOf(value);
      const at = key === null ? index : before.findIndex((one) => keyOf(one) === key);
      // Renamed in place: the item that stood here and stands nowhere now is the same one under another key.
      const renamed = at < 0 && !after.some((one) => keyOf(one) !== null && keyOf(one) === keyOf(before[index]));
      const place = renamed ? index : at;
      const from = place >= 0 ? items[place] : undefined;
      return from && isNode(from) ? this.node(from, before[place], value) : this.made(value);
    });
    return node;
  }
}

/** The data of a YAML or JSON text as it is written, before any default; null where it holds no map. */
export function readWritten(text: string): Record<string, unknown> | null {
  const document = parseDocument(text, { version: "1.2", uniqueKeys: false });
  if (document.errors.length > 0) return null;
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  return isPlain(value) ? value : null;
}

/** A YAML text of a pact after an edit of its data: comments, quoting and order stay where nothing was changed. */
export function writtenFrom(text: string, edit: (written: PactInput) => PactInput): string {
  const written = readWritten(text);
  return written ? new WrittenText(text, written).follow(edit(written as unknown as PactInput)) : text;
}
