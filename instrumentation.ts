/** Next calls this once, before it answers anything. Surety's own server has started the runtime by then. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || Symbol.for("surety.runtime") in globalThis) return;
  const { startHost } = await import("@/lib/border/host");
  await startHost();
}
