import { z } from "zod";
import { clauseReviews } from "@/lib/db/recertify";
import { conflict, forbidden, notFound } from "@/lib/domain/errors";
import { documentHash, reason, slug } from "@/lib/domain/fields";
import { clauseHash } from "@/lib/domain/recertify";
import { verb } from "../verb";

export const recertifyInput = z.strictObject({
  pact: slug,
  clause: slug,
  /** Of the version that was read: the word is about it. */
  hash: documentHash,
  note: reason.optional(),
});

/**
 * A member of the owning team says that a clause is still right, unchanged: its time begins anew. Nothing decides otherwise
 * for it.
 * @throws SuretyError not_found; conflict where another version is in force; forbidden to whom is not of the team
 */
export const recertifyClause = verb({
  name: "clause.recertify",
  permission: "clause.recertify",
  input: recertifyInput,
  async work({ tx, now, id, actor, organisationId, requireWorkflow }, { pact, clause: key, hash, note }) {
    const found = (await clauseReviews(tx, organisationId, now, pact)).find(({ clause }) => clause.key === key);
    if (!found) throw notFound();
    requireWorkflow(found.workflow);
    const { clause, version } = found;
    if (found.hash !== hash)
      throw conflict(
        `Version ${version} of ${pact} is in force now, ${found.hash}. Read it and send that hash.`,
        "hash_mismatch",
      );
    const team = clause.owner;
    const inside = await tx.teamMember.count({ where: { organisationId, team, memberId: actor.id } });
    if (inside === 0) throw forbidden(`A member of ${team}, which owns this clause, says that it is still right.`);
    const at = new Date(now);
    await tx.recertification.create({
      data: {
        organisationId,
        id: id("rct"),
        pact,
        clause: key,
        version,
        clauseHash: clauseHash(clause),
        team,
        memberId: actor.id,
        note: note ?? null,
        at,
      },
    });
    const [after] = (await clauseReviews(tx, organisationId, now, pact)).filter((one) => one.clause.key === key);
    const dueAt = new Date(after?.dueAt ?? now).toISOString();
    const payload = { pact, clause: key, version, team, note: note ?? null, dueAt, late: found.state === "overdue" };
    const told = { kind: "clause.recertified", subject: `clause/${pact}/${key}`, payload };
    return {
      result: { pact, clause: key, version, recertifiedAt: at.toISOString(), dueAt, by: actor.name },
      entries: [told],
      effect: "none",
      outbox: [told],
    };
  },
});
