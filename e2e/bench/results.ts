/** RESULTS.md: its parts, each written by the run that measured it, with the command that measures it again. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { busy, machine } from "./machine";

const FILE = resolve(import.meta.dirname, "RESULTS.md");
const HEAD = `# What Surety was measured at

Written by the benchmark itself. Figures are medians of rounds in which the contestants took turns, on a machine that others
use too: compare what stands in one part, not parts with each other. CPU is that of the server's process, user and system.
`;

/** A wanted figure beside the measured one. */
export interface Goal {
  what: string;
  measured: string;
  wanted: string;
  met: boolean;
}

/** A table in Markdown; the first row is its head, and columns of numbers stand to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [head, rule, ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

export const goalTable = (goals: readonly Goal[]): string =>
  table([
    ["", "measured", "wanted", ""],
    ...goals.map(({ what, measured, wanted, met }) => [what, measured, wanted, met ? "met" : "**missed**"]),
  ]);

const PARTS = ["bench", "growth", "editor", "simulate", "evidence", "agentdojo", "report"] as const;
const begin = (part: string) => `<!-- ${part} -->`;

/** Puts one part in the place of the one before it; the others stay. Prints it too. */
export function writeResults(part: (typeof PARTS)[number], command: string, title: string, text: string): void {
  const old = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const kept = (name: string) => {
    const [, after = ""] = old.split(begin(name));
    return (after.split(/<!-- \w+ -->/)[0] ?? "").trim();
  };
  const measured = `## ${title}\n\n\`${command}\`, ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, ${machine()}, load average ${busy()}.\n\n${text}`;
  const parts = PARTS.map((name) => [name, name === part ? measured.trim() : kept(name)] as const);
  const body = parts.filter(([, held]) => held).map(([name, held]) => `${begin(name)}\n${held}\n`);
  writeFileSync(FILE, [HEAD, ...body].join("\n"));
  console.log(measured);
}

export const times = (value: number, digits = 1): string => `${value.toFixed(digits)} ×`;
export const count = (value: number): string => Math.round(value).toLocaleString("en-GB");
export const ms = (value: number): string => `${value.toFixed(1)} ms`;
