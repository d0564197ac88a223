import type { Actor, Role } from "@/lib/domain/roles";
import { type Permission, roleMay } from "@/lib/domain/roles";
import { readAt } from "./read";

export interface Approver {
  id: string;
  name: string;
  role: Role;
}

/** The end of a day (`YYYY-MM-DD`), UTC, ms. */
export const endOfDay = (day: string): number => Date.parse(`${day}T23:59:59.999Z`);

interface Stand {
  role: Role;
  workflows: string[];
  here: boolean;
}

/**
 * Who could give their word in a workflow at an instant: roles as they were then, read back from the ledger.
 * @param at ms; past or present
 */
export async function whoApproves(
  actor: Actor,
  permission: Permission,
  workflow: string | null,
  at?: number,
): Promise<Approver[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const when = at ?? now;
    const members = await tx.member.findMany({ where: { organisationId }, orderBy: { name: "asc" } });
    const later = await tx.ledgerEntry.findMany({
      where: { organisationId, kind: { in: ["member.changed", "member.removed"] }, at: { gt: new Date(when) } },
      orderBy: { seq: "desc" },
      select: { kind: true, subject: true, payload: true },
    });
    const stands = new Map(
      members.map(({ id, role, workflows, removedAt, createdAt }): [string, Stand] => [
        id,
        {
          role: role as Role,
          workflows,
          here: createdAt.getTime() <= when && (!removedAt || removedAt.getTime() > when),
        },
      ]),
    );
    for (const { kind, subject, payload } of later) {
      const stand = stands.get(subject.replace("member/", ""));
      const from = (payload as { from?: { role: Role; workflows: string[] } } | null)?.from;
      if (stand && kind === "member.changed" && from) Object.assign(stand, from);
    }
    return members.flatMap(({ id, name }) => {
      const { role, workflows, here } = stands.get(id) as Stand;
      const covers = workflow === null || workflows.length === 0 || workflows.includes(workflow);
      return here && covers && roleMay(role, permission) ? [{ id, name, role }] : [];
    });
  });
}
