/** One command of `npm run surety -- …`. */
export interface Command {
  /** Its arguments, as help shows them. */
  usage: string;
  /** What it does, in half a line. */
  does: string;
  /** Runs it; returns the exit code. Throws an Error whose message is the one line to print. */
  run(args: string[]): Promise<number>;
}

/** All commands by name, one or two words. Each imports what it needs when it runs. */
export const COMMANDS: Record<string, Command> = {
  "org create": {
    usage: "NAME [--json]",
    does: "a new, empty organisation: its members, their passwords and keys, shown once",
    run: async (args) => (await import("./org-create")).orgCreate(args),
  },
};
