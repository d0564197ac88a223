import { fields } from "@/lib/border/action";
import { invalid } from "@/lib/domain/errors";

type Verdicts = Record<string, string>;

/** `slug: block` a line, as the form shows exceptions to the rule. @throws SuretyError invalid, naming the line */
function lines(text: string | undefined, path: string): Verdicts {
  const rows = (text ?? "").split("\n").map((line) => line.trim());
  const verdicts: Verdicts = {};
  rows.forEach((row, i) => {
    if (row === "") return;
    const parts = /^([a-z0-9._-]+)\s*[:=]\s*(block|review|allow)$/.exec(row);
    if (!parts) throw invalid([{ path, message: `line ${i + 1}: write a name, a colon, and block, review or allow` }]);
    verdicts[parts[1] as string] = parts[2] as string;
  });
  return verdicts;
}

/** The form of the organisation's settings as the change that the verb takes. */
export function settingsFields(form: FormData) {
  const { name, ungoverned, approvals, reviewExpiry, ...rest } = fields(form) as Record<string, string | undefined>;
  return {
    name,
    settings: {
      ungoverned,
      approvals: approvals === undefined ? undefined : Number(approvals),
      reviewExpiry,
      ungovernedAgents: lines(rest.ungovernedAgents, "settings.ungovernedAgents"),
      ungovernedWorkflows: lines(rest.ungovernedWorkflows, "settings.ungovernedWorkflows"),
      overrideCaps: { critical: rest.critical, major: rest.major, minor: rest.minor },
    },
  } as never;
}

/** One key or a list of them, as typed; a text that is no JSON stays as it is, for the schema to refuse. */
export function keysOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return text;
  }
}
