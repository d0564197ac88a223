import { fields } from "@/lib/border/action";
import { invalid } from "@/lib/domain/errors";
import { RAISABLE_LEVELS } from "@/lib/domain/grant-criteria";

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
      // What was never said stays unsaid: a form that was only looked at changes nothing.
      urgentPassesQuiet: rest.urgentPassesQuiet === "true" ? true : rest.wasUrgent === "true" ? false : undefined,
      overrideCaps: { critical: rest.critical, major: rest.major, minor: rest.minor },
    },
  } as never;
}

/** A number as typed: nothing asks for nothing; what is no number is left for the verb to refuse. */
const numberOf = (typed: string | undefined): unknown => {
  if (typed === undefined) return null;
  return /^\d+$/.test(typed.trim()) ? Number(typed) : typed;
};

/** The form of the criteria for more authority as the change that the verb takes. */
export function criteriaFields(form: FormData) {
  const typed = fields(form) as Record<string, string | undefined>;
  const levels = RAISABLE_LEVELS.map((level) => {
    const of = (key: string) => typed[`${level}.${key}`];
    const most = numberOf(of("overrides.most"));
    const numbers = ["score", "assurance", "checks", "daysWithoutBreach"].map(
      (key) => [key, numberOf(of(key))] as const,
    );
    const ticked = ["noOpenDrift", "noOpenIncident", "required"].map((key) => [key, of(key) !== undefined] as const);
    const overrides = most === null ? null : { most, within: of("overrides.within") ?? "" };
    return [level, { ...Object.fromEntries([...numbers, ...ticked]), overrides }] as const;
  });
  return { settings: { grantCriteria: Object.fromEntries(levels) } } as never;
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
