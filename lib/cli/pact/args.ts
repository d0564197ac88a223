import { parseArgs } from "node:util";

/** What every `pact` command takes: files or slugs, where the server is, how to write. */
export interface PactArgs {
  names: string[];
  url: string | undefined;
  key: string | undefined;
  json: boolean;
  strict: boolean;
  submit: boolean;
  version: number | undefined;
  out: string | undefined;
}

/** Found nothing to complain of; found something; could not look. */
export const EXIT = { fine: 0, found: 1, trouble: 2 } as const;

/** A command that could not be run at all: wrong words, an unreadable file, no server. */
export class Trouble extends Error {}

const OPTIONS = {
  url: { type: "string" },
  key: { type: "string" },
  json: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
  submit: { type: "boolean", default: false },
  version: { type: "string" },
  out: { type: "string", short: "o" },
} as const;

/**
 * Reads the command line.
 * @param takes options that this command knows, beside url, key and json
 * @throws Trouble naming what is wrong
 */
export function pactArgs(args: string[], takes: readonly (keyof typeof OPTIONS)[]): PactArgs {
  const known = ["url", "key", "json", ...takes] as (keyof typeof OPTIONS)[];
  const options = Object.fromEntries(known.map((name) => [name, OPTIONS[name]]));
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Trouble((error as Error).message);
  }
  const { values, positionals } = parsed;
  const text = (name: string) => (typeof values[name] === "string" ? (values[name] as string) : undefined);
  const version = text("version");
  if (version !== undefined && !/^[1-9]\d*$/.test(version)) throw new Trouble("--version takes a number from 1");
  return {
    names: positionals,
    url: text("url") ?? (process.env.SURETY_URL || undefined),
    key: text("key") ?? (process.env.SURETY_KEY || undefined),
    json: values.json === true,
    strict: values.strict === true,
    submit: values.submit === true,
    version: version === undefined ? undefined : Number(version),
    out: text("out"),
  };
}
