import { readFileSync } from "node:fs";
import { linesOf } from "@/lib/domain/pact-lines";
import { Trouble } from "./args";

/** One thing said of a file. */
export interface Finding {
  /** `error`: no pact at all; `hole`: keeps it from being published; `warning`: perhaps not meant. */
  kind: "error" | "hole" | "warning";
  path: string;
  line: number;
  message: string;
}

export interface Written {
  file: string;
  text: string;
  format: "yaml" | "json";
}

/** @throws Trouble where a file cannot be read, or none is named */
export function readFiles(names: readonly string[]): Written[] {
  if (names.length === 0) throw new Trouble("name at least one file");
  return names.map((file) => {
    try {
      return { file, text: readFileSync(file, "utf8"), format: /\.json$/i.test(file) ? "json" : "yaml" };
    } catch (error) {
      throw new Trouble(`${file} cannot be read: ${(error as Error).message}`);
    }
  });
}

/** Findings with the lines of the text that they are about, in the order of the text. */
export function located(
  { text }: Pick<Written, "text">,
  kind: Finding["kind"],
  found: readonly { path: string; message: string }[],
): Finding[] {
  const lines = linesOf(text, found);
  return found.map(({ path, message }, index) => ({ kind, path, line: lines[index] ?? 1, message }));
}

/** `pacts/refunds.yaml:12: hole: clauses[0].owner: …`: what editors and CI make links of. */
export function say(file: string, findings: readonly Finding[]): string {
  return [...findings]
    .sort((a, b) => a.line - b.line)
    .map(({ kind, path, line, message }) => `${file}:${line}: ${kind}: ${path ? `${path}: ` : ""}${message}\n`)
    .join("");
}
