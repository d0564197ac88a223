import { z } from "zod";
import { eraseFacts, holdEntry } from "@/lib/db/ledger-erase";
import { requireNoHold } from "@/lib/db/legal-holds";
import { conflict, notFound } from "@/lib/domain/errors";
import { reason } from "@/lib/domain/fields";
import { REDACTION } from "@/lib/domain/leaf";
import { verb } from "../verb";

export const eraseInput = z.strictObject({ reason });

/**
 * Erases the facts of an entry, with their salt, for good: its leaf stays and proves its place, and says nothing any more.
 * An entry of its own says that it was done, by whom and why.
 * @throws SuretyError not_found, conflict (a legal hold; erased already; a redaction itself, a seal of decisions)
 */
export const eraseEntry = verb({
  name: "ledger.erase",
  permission: "organisation.write",
  input: eraseInput.extend({ index: z.int().min(0) }),
  async work({ tx, organisationId }, { index, reason: why }) {
    await requireNoHold(tx, organisationId);
    const entry = await holdEntry(tx, organisationId, index);
    if (!entry) throw notFound();
    if (entry.erased) throw conflict("Its facts are erased already.");
    if (entry.kind === REDACTION) throw conflict("What was erased, and why, stays on record.");
    if (entry.kind === "decisions.sealed") throw conflict("It holds roots only: there is nothing of anybody in it.");
    await eraseFacts(tx, organisationId, index);
    const payload = { index, kind: entry.kind, at: entry.at.toISOString(), reason: why };
    return {
      result: { index, kind: entry.kind },
      entries: [{ kind: REDACTION, subject: `entry/${index}`, payload }],
      effect: "none",
    };
  },
});
