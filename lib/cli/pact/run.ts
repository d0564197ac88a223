import { EXIT, Trouble } from "./args";

type Command = (args: string[]) => Promise<number>;

/** Runs a `pact` command; what keeps it from running is one line and exit code 2, apart from what it finds. */
export async function runPact(command: Command, args: string[]): Promise<number> {
  try {
    return await command(args);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    process.stderr.write(`surety: ${error.message}\n`);
    return EXIT.trouble;
  }
}
