import type { Tx } from "@/lib/db/client";
import { notFound } from "@/lib/domain/errors";

/** How long a mail that asks to confirm a subscription is good, ms. */
export const CONFIRM_MS = 24 * 3_600_000;

/** Whose doing it is: a reader behind this link, as they named themselves; by their address where the link knows it. */
export const readerActor = (report: string, reader: { name?: string; recipient: string | null }) => ({
  type: "reader",
  id: report,
  name: reader.name ?? reader.recipient ?? "a reader",
});

/** The version of a pact that is in force. @throws SuretyError not_found */
export async function liveVersion(
  tx: Tx,
  organisationId: string,
  pact: string,
): Promise<{ version: number; workflow: string }> {
  const found = await tx.pactVersion.findFirst({
    where: { organisationId, pact, state: "live" },
    select: { version: true, workflow: true },
  });
  if (!found) throw notFound();
  return found;
}
