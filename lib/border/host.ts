import { createRuntime, startBackground } from "@/lib/runtime/start";
import { LOOKS } from "@/lib/services/looks";
import { SWEEPS } from "@/lib/services/sweeps";

/**
 * Starts the runtime where Next runs without Surety's own server (`next start`, `next dev`).
 * It needs DATABASE_URL, migrated, and AUTH_SECRET. @throws Error where the former is missing
 */
export async function startHost(): Promise<void> {
  const { DATABASE_URL, AUTH_URL, PORT } = process.env;
  if (!DATABASE_URL) throw new Error("set DATABASE_URL: this host runs Next without Surety's own server (npm start)");
  const url = AUTH_URL ?? `http://localhost:${PORT ?? 3000}`;
  await startBackground(createRuntime({ databaseUrl: DATABASE_URL, url }), "next", SWEEPS, LOOKS);
}
