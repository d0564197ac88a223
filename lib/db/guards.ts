import type { SuretyError } from "@/lib/domain/errors";

/**
 * What the database itself refuses (prisma/migrations): `SY010` a change of what is settled, `SY011` too few approvals,
 * `SY012` an approval of something else than what is under review, `SY013` an approval of one's own, `unique` a race lost.
 */
export type Guard = "SY010" | "SY011" | "SY012" | "SY013" | "unique";

/** The guard that refused; null where an error is something else. */
export function refusedBy(error: unknown): Guard | null {
  const seen = new Set<unknown>();
  for (let at: unknown = error; typeof at === "object" && at !== null && !seen.has(at); ) {
    seen.add(at);
    const { code, originalCode, message, meta, cause } = at as Record<string, unknown>;
    for (const said of [originalCode, code]) {
      if (said === "P2002" || said === "23505") return "unique";
      if (typeof said === "string" && /^SY01[0-3]$/.test(said)) return said as Guard;
    }
    const named = typeof message === "string" && /\bSY01[0-3]\b/.exec(message)?.[0];
    if (named) return named as Guard;
    at = cause ?? (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  }
  return null;
}

/**
 * Runs a change and says a refusal of the database in words that the caller can act on.
 * @param words by guard; a refusal that is not named here is thrown as it came
 */
export async function guarded<T>(
  words: Partial<Record<Guard, () => SuretyError>>,
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const guard = refusedBy(error);
    throw (guard && words[guard]?.()) ?? error;
  }
}

/** Whether an error is about the values of one call, so that others beside it may well go through. */
export function isAboutValues(error: unknown): boolean {
  const seen = new Set<unknown>();
  for (let at: unknown = error; typeof at === "object" && at !== null && !seen.has(at); ) {
    seen.add(at);
    const { code, originalCode, meta, cause } = at as Record<string, unknown>;
    // P2…: Prisma's word for a constraint. SQLSTATE 22 data, 23 integrity, 54 a limit, SY our own guards.
    if (
      [code, originalCode].some(
        (said) => typeof said === "string" && /^(?:P2002|(?:22|23|54|SY)[0-9A-Z]{3})$/.test(said),
      )
    )
      return true;
    at = cause ?? (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  }
  return false;
}
