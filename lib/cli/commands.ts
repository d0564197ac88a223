/** One command of `npm run surety -- …`. */
export interface Command {
  /** Its arguments, as help shows them. */
  usage: string;
  /** What it does, in half a line. */
  does: string;
  /** Runs it; returns the exit code. Throws an Error whose message is the one line to print. */
  run(args: string[]): Promise<number>;
}

const found = (usage: string, does: string, load: () => Promise<(args: string[]) => Promise<number>>): Command => ({
  usage,
  does,
  run: async (args) => (await import("./pact/run")).runPact(await load(), args),
});

/** All commands by name, one or two words. Each imports what it needs when it runs. */
export const COMMANDS: Record<string, Command> = {
  "org create": {
    usage: "NAME [--json]",
    does: "a new, empty organisation: its members, their passwords and keys, shown once",
    run: async (args) => (await import("./org-create")).orgCreate(args),
  },
  "pact lint": found(
    "FILE… [--strict] [--json]",
    "checks pact documents line by line, saving nothing; with a key also against teams and agents",
    async () => (await import("./pact/lint")).pactLint,
  ),
  "pact apply": found(
    "FILE… [--submit] [--strict] [--json]",
    "saves pact documents as drafts, and puts them up for approval",
    async () => (await import("./pact/apply")).pactApply,
  ),
  "pact diff": found(
    "FILE [--version N] [--json]",
    "what a document changes from the version in force; exits 1 where they differ",
    async () => (await import("./pact/diff")).pactDiff,
  ),
  "pact pull": found(
    "SLUG [--version N] [-o FILE] [--json]",
    "a version as the YAML it was written as",
    async () => (await import("./pact/pull")).pactPull,
  ),
  "evidence import": found(
    "FILE --agent A --pact P --clause C [--release R] [--source S]",
    "sends a result file of promptfoo or Inspect as evidence; exits 1 where it misses the target",
    async () => (await import("./evidence/import")).evidenceImport,
  ),
  verify: {
    usage: "FILE [--key KEY] [--state FILE]",
    does: "checks a bundle, a receipt or a kept report by itself, and that it extends what was seen before",
    run: async (args) => (await import("./verify")).verifyCommand(args),
  },
  "ledger rotate-key": {
    usage: "",
    does: "a new key for the ledgers of this installation; earlier ones go on signing beside it",
    run: async () => (await import("./server-program")).serverProgram(["rotate-ledger-key"]),
  },
  witness: {
    usage: "--name NAME --log KEY [--port PORT]",
    does: "a witness of your own: cosigns what extends the last checkpoint that it saw, and nothing else",
    run: async (args) => (await import("./witness")).witnessCommand(args),
  },
};
