import { COMMANDS } from "./commands";

const HELP = `surety: contracts with AI agents that bind at runtime

  npm run surety -- COMMAND [ARGUMENTS]

Commands:
  help                                              this text
`;

const FOOT = `
The pact commands speak to a server: SURETY_URL and SURETY_KEY, or --url and --key. They exit 0 where there is nothing
to complain of, 1 where there is, 2 where they could not look.
`;

/** Where what a command does begins. */
const COLUMN = 52;

function help(): string {
  const lines = Object.entries(COMMANDS).map(([name, { usage, does }]) => {
    const left = `  ${name} ${usage}`;
    return `${left.length < COLUMN ? left.padEnd(COLUMN) : `${left}\n${" ".repeat(COLUMN)}`}${does}\n`;
  });
  return HELP + lines.join("") + FOOT;
}

/** Finds the command that the words begin with (`org create NAME` before `org`), runs it, gives its exit code. */
async function dispatch(words: string[]): Promise<number> {
  if (words.length === 0 || words[0] === "help" || words.includes("--help")) {
    process.stdout.write(help());
    return 0;
  }
  const [first = "", second = ""] = words;
  const pair = COMMANDS[`${first} ${second}`];
  if (pair) return pair.run(words.slice(2));
  const single = COMMANDS[first];
  if (single) return single.run(words.slice(1));
  process.stderr.write(`surety: there is no command "${words.join(" ")}"; \`npm run surety -- help\` lists them\n`);
  return 1;
}

// Whoever reads what we write has had enough (`… | head`): that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  process.exitCode = await dispatch(process.argv.slice(2));
} catch (error) {
  const { message, stack } = error as Error;
  process.stderr.write(`surety: ${process.env.SURETY_DEBUG ? stack : message}\n`);
  process.exitCode = 1;
}
