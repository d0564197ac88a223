/** What processes use, and on what machine: read from /proc, so Linux only. */
import { readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";

function fieldsOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
  } catch {
    return null; // ended in between
  }
}

/** CPU that a process has used, in µs (user and system, all threads). The clock's grain is 10 ms. */
export function cpuOf(pid: number): number {
  const fields = fieldsOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) * 10_000 : 0;
}

/** As `cpuOf`, of a process and its living children: PostgreSQL. */
export function cpuOfFamily(parent: number): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const children = pids.map(Number).filter((pid) => Number(fieldsOf(pid)?.[1]) === parent);
  return [parent, ...children].reduce((sum, pid) => sum + cpuOf(pid), 0);
}

/** The value below which a share `q` of them lies. */
export function quantile(values: readonly number[], q: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;
}
export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Processes that wanted a core, on average of the last five minutes: ours and whoever else works here. */
export const busy = (): string => (loadavg()[1] ?? 0).toFixed(1);

export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;

/** Says on standard error what goes on. */
export const say = (text: string) => process.stderr.write(`bench: ${text}\n`);
