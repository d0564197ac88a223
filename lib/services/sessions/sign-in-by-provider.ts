import { runtime } from "@/lib/runtime/runtime";
import { insertSession } from "./shared";

/** The member whom an identity provider's verified e-mail address names: the one last seen, if several do. */
async function findMember(email: string) {
  return runtime().db.system((tx) =>
    tx.member.findFirst({
      where: { email: email.trim().toLowerCase(), removedAt: null },
      orderBy: [{ lastSeenAt: { sort: "desc", nulls: "last" } }, { createdAt: "asc" }],
      select: { organisationId: true, id: true },
    }),
  );
}

/** Whether somebody with this address is a member anywhere: nobody is made a member by signing in. */
export async function isKnown(email: string): Promise<boolean> {
  return (await findMember(email)) !== null;
}

/**
 * Opens a session for whom the identity provider vouches; a lock is for guessed passwords and does not matter here.
 * @returns the session's id, or null where no member has this address
 */
export async function signInByProvider(email: string, userAgent: string | null): Promise<string | null> {
  const { db, clock, ids } = runtime();
  const member = await findMember(email);
  if (!member) return null;
  const { organisationId, id: memberId } = member;
  return db.organisation(organisationId, (tx) =>
    insertSession(tx, ids, clock.now(), { organisationId, memberId, userAgent }),
  );
}
