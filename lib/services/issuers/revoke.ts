import { z } from "zod";
import { issuerView } from "@/lib/db/issuers";
import { notFound } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { verb } from "../verb";

/**
 * Revokes an issuer: from now on its signatures are refused. What it signed before stays as it was recorded.
 * @throws SuretyError not_found
 */
export const revokeIssuer = verb({
  name: "issuer.revoke",
  permission: "issuer.write",
  input: z.strictObject({ slug }),
  async work({ tx, now, organisationId }, { slug }) {
    const where = { organisationId_slug: { organisationId, slug } };
    const before = await tx.issuer.findUnique({ where });
    if (!before) throw notFound();
    if (before.revokedAt) return { unchanged: true, result: issuerView(before) };
    const row = await tx.issuer.update({ where, data: { revokedAt: new Date(now), updatedAt: new Date(now) } });
    return {
      result: issuerView(row),
      entries: [{ kind: "issuer.revoked", subject: `issuer/${slug}`, payload: { name: row.name, kind: row.kind } }],
      effect: "none",
    };
  },
});
