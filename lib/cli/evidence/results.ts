/** Result files of eval tools as evidence: cases passed and failed, when, and with which version of the test. */

/** What a file says of a run, whatever the clause that it is evidence of. */
export interface EvalRun {
  passed: number;
  failed: number;
  /** RFC 3339; null where the file does not say. */
  observedAt: string | null;
  /** The tool and its version of the test. */
  method: string | null;
  tool: "promptfoo" | "inspect";
  /** Each case, so that the same cases can be held beside each other across releases; null where they have no names. */
  cases: Record<string, "pass" | "fail"> | null;
}

// biome-ignore lint/suspicious/noExplicitAny: another tool's file, read field by field
type Loose = any;

/**
 * Reads a result file of promptfoo (`promptfoo eval -o results.json`) or Inspect (a log as JSON: `inspect log dump`).
 * @returns null where it is neither
 */
export function readResults(file: unknown): EvalRun | null {
  const log = file as Loose;
  if (typeof log !== "object" || log === null) return null;
  if (Array.isArray(log.results?.results) || log.results?.stats) return promptfoo(log);
  if (Array.isArray(log.samples) && log.eval) return inspect(log);
  return null;
}

const timeOf = (value: unknown): string | null => {
  const at = typeof value === "string" || typeof value === "number" ? Date.parse(String(value)) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

function runOf(results: { name: string | null; passed: boolean }[]): Pick<EvalRun, "passed" | "failed" | "cases"> {
  const passed = results.filter((one) => one.passed).length;
  const names = new Set(results.map(({ name }) => name));
  const named = !names.has(null) && names.size === results.length && results.length <= 5000;
  const cases = named
    ? Object.fromEntries(results.map((one) => [String(one.name), one.passed ? ("pass" as const) : ("fail" as const)]))
    : null;
  return { passed, failed: results.length - passed, cases };
}

/** A test that could not be run (an error) has not passed. */
function promptfoo(log: Loose): EvalRun {
  const rows: Loose[] = log.results.results ?? [];
  const { successes = 0, failures = 0, errors = 0 } = log.results.stats ?? {};
  const counted =
    rows.length > 0
      ? runOf(rows.map((row) => ({ name: caseName(row), passed: row.success === true })))
      : { passed: Number(successes), failed: Number(failures) + Number(errors), cases: null };
  const version = log.config?.description ?? log.evalId ?? null;
  return {
    ...counted,
    observedAt: timeOf(log.results.timestamp ?? log.createdAt),
    method: typeof version === "string" && log.config?.description ? version : null,
    tool: "promptfoo",
  };
}

function caseName(row: Loose): string | null {
  const name = row.testCase?.description ?? row.description;
  if (typeof name === "string" && name !== "") return name.slice(0, 200);
  return Number.isInteger(row.testIdx) && Number.isInteger(row.promptIdx) ? `${row.testIdx}/${row.promptIdx}` : null;
}

/** Inspect scores a sample by one or more scorers: it has passed where every one of them says C, 1 or true. */
function inspect(log: Loose): EvalRun {
  const rows: { name: string | null; passed: boolean }[] = log.samples.map((sample: Loose) => {
    const scores = Object.values(sample.scores ?? (sample.score ? { score: sample.score } : {})) as Loose[];
    const right = (value: unknown) => value === "C" || value === true || Number(value) >= 1;
    const passed = scores.length > 0 && !sample.error && scores.every(({ value }) => right(value));
    return { name: sample.id === undefined ? null : `${sample.id}/${sample.epoch ?? 1}`, passed };
  });
  const { task, task_version: version } = log.eval;
  return {
    ...runOf(rows),
    observedAt: timeOf(log.stats?.completed_at ?? log.eval.created),
    method: typeof task === "string" ? `${task}@${version ?? 0}` : null,
    tool: "inspect",
  };
}
