/**
 * One word, one meaning: the third column of lib/domain/GLOSSARY.md lists what is never said, and this holds code and
 * screens to it. Names are read as their words (`orgId` is "org id"), comments and strings too; imports are others'
 * words. A line that must say such a word (somebody else's protocol, an example) ends in `// words: ok`, or follows a comment
 * that says so.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { at } from "../steps.mjs";

const GLOSSARY = "lib/domain/GLOSSARY.md";
const FOLDERS = ["lib", "app", "components"];
const READ = /\.(ts|tsx|mjs|css)$/;
const UNREAD = /(^|\/)(generated|cases|node_modules)(\/|$)/;
const EXCEPTION = /words: ok/;
const EXCEPTION_BELOW = /^\s*(\/\/|\{?\/\*).*words: ok/;
const IMPORT = /^\s*(import\b.*|export\b.*|\}) from ["'][^"']+["'];?$/;

/** `never say` → the word to say instead, from the glossary's table. */
export function readGlossary(text) {
  const rows = text.split("\n").filter((line) => line.trimStart().startsWith("|"));
  const cells = rows.map((row) =>
    row
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim()),
  );
  const never = new Map();
  for (const [word, , banned = ""] of cells.filter(([first]) => !/^(word|[-: ]+)$/i.test(first))) {
    for (const term of banned.split(",")) {
      const plain = wordsOf(term.replace(/\(.*?\)/g, ""));
      if (plain) never.set(plain, word.replace(/[`*]/g, ""));
    }
  }
  return never;
}

/** Text or identifier as its lower-case words, one space between: `orgId`, `org_id` and `Org-ID` are all "org id". */
function wordsOf(text) {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase();
}

/** What a file says that is never said, as `line: found → say`. */
export function judge(text, never) {
  const found = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (EXCEPTION.test(line) || EXCEPTION_BELOW.test(lines[index - 1] ?? "") || IMPORT.test(line)) continue;
    const said = ` ${wordsOf(line)} `;
    for (const [term, word] of never) {
      if (said.includes(` ${term} `) || said.includes(` ${term}s `)) found.push(`${index + 1}: "${term}" → ${word}`);
    }
  }
  return found;
}

function filesOf(folder) {
  if (!existsSync(at(folder))) return [];
  const names = readdirSync(at(folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return names.filter((name) => READ.test(name) && !UNREAD.test(name) && statSync(at(name)).isFile()).sort();
}

/** The lint shows on seeds that it still sees, before it is believed. */
function checkItself() {
  const never = readGlossary("| word | meaning | never say |\n|---|---|---|\n| organisation | x | org, `tenant` |");
  const seeds = ["const orgId = 1;", "<p>Your tenants</p>", "ORG_ID", "// a tenant"];
  const innocent = ["organisationId", 'import { org } from "org";', "tenant // words: ok", "forget"];
  return (
    never.size === 2 && seeds.every((s) => judge(s, never).length) && !innocent.some((s) => judge(s, never).length)
  );
}

const never = existsSync(at(GLOSSARY)) ? readGlossary(readFileSync(at(GLOSSARY), "utf8")) : new Map();
const files = FOLDERS.flatMap(filesOf).filter((file) => file !== "lib/cli/lint/words.mjs");
const wrong = files.flatMap((file) => judge(readFileSync(at(file), "utf8"), never).map((found) => `${file}:${found}`));
for (const line of wrong) console.log(line);
console.log(`${files.length} files, ${never.size} words never said, ${wrong.length} said`);
if (!checkItself()) console.log("the lint does not see its own seeds");
process.exitCode = wrong.length || never.size === 0 || !checkItself() ? 1 : 0;
