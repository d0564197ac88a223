import type { Tx } from "@/lib/db/client";
import { ledgered } from "@/lib/db/ledgered";
import { isPassword } from "@/lib/db/secrets";
import { rateLimit } from "@/lib/runtime/rate-limit";
import { runtime } from "@/lib/runtime/runtime";
import { insertSession } from "./shared";

export interface PasswordSignIn {
  email: string;
  password: string;
  /** The caller's address, for the rate limit. */
  address: string;
  userAgent: string | null;
}

/** `wrong` says neither which of the two it is nor whether the member exists; so does `locked`. */
export type SignInOutcome = { sessionId: string } | { problem: "wrong" | "locked" | "limited" };

/** So many wrong passwords in a row lock a member, for so long. */
export const LOCK_AFTER = 10;
export const LOCK_MS = 15 * 60_000;
/** So many wrong passwords from one address within that time, whoever they are for. */
const ADDRESS_FAILURES = 60;
/** Organisations tried for one e-mail address: each costs a hash. */
const MOST_MEMBERSHIPS = 5;

interface Candidate {
  organisationId: string;
  id: string;
  passwordHash: string | null;
  /** `last`: the attempt under way is the one that locks, unless it is right. */
  door: "open" | "last" | "locked";
}

/**
 * Signs a person in by e-mail address and password: in the organisation where they were last seen, if several know them.
 * The attempt is counted before the password is looked at, so that many at once are no way around the lock.
 */
export async function signIn({ email, password, address, userAgent }: PasswordSignIn): Promise<SignInOutcome> {
  const { db, clock, ids } = runtime();
  const now = clock.now();
  const addresses = rateLimit("sign-in addresses", ADDRESS_FAILURES, LOCK_MS);
  if (addresses.isFull(address, now)) return { problem: "limited" };
  const candidates = await db.system((tx) => knock(tx, email.trim().toLowerCase(), now));
  const problem = candidates.length === 0 ? await refuseUnknown(email, password, now) : null;
  const match = await firstMatch(candidates, password);
  if (match) {
    const sessionId = await db.system(async (tx) => {
      const opened = candidates.filter((candidate) => candidate.door !== "locked");
      const where = { OR: opened.map(({ organisationId, id }) => ({ organisationId, id })) };
      await tx.member.updateMany({ where, data: { failedSignIns: 0, lockedUntil: null } });
      return insertSession(tx, ids, now, { organisationId: match.organisationId, memberId: match.id, userAgent });
    });
    return { sessionId };
  }
  addresses.count(address, now);
  if (problem) return { problem };
  const locked = candidates.filter((candidate) => candidate.door === "last");
  for (const candidate of locked) await recordLock(candidate, now);
  return { problem: candidates.every((candidate) => candidate.door !== "open") ? "locked" : "wrong" };
}

/** The members with this address, each with the attempt already counted where they are not locked. */
async function knock(tx: Tx, email: string, now: number): Promise<Candidate[]> {
  const members = await tx.member.findMany({
    where: { email, removedAt: null },
    orderBy: [{ lastSeenAt: { sort: "desc", nulls: "last" } }, { createdAt: "asc" }],
    take: MOST_MEMBERSHIPS,
    select: { organisationId: true, id: true, passwordHash: true },
  });
  const candidates: Candidate[] = [];
  for (const member of members) candidates.push({ ...member, door: await countAttempt(tx, member, now) });
  return candidates;
}

/** Counts one attempt: the rows' own guards decide between attempts that come at once. */
async function countAttempt(
  tx: Tx,
  { organisationId, id }: { organisationId: string; id: string },
  now: number,
): Promise<Candidate["door"]> {
  const open = { organisationId, id, OR: [{ lockedUntil: null }, { lockedUntil: { lte: new Date(now) } }] };
  const counted = await tx.member.updateMany({
    where: { ...open, failedSignIns: { lt: LOCK_AFTER - 1 } },
    data: { failedSignIns: { increment: 1 } },
  });
  if (counted.count) return "open";
  const last = await tx.member.updateMany({
    where: { ...open, failedSignIns: { gte: LOCK_AFTER - 1 } },
    data: { failedSignIns: 0, lockedUntil: new Date(now + LOCK_MS) },
  });
  return last.count ? "last" : "locked";
}

/** An address that nobody has takes as long as a wrong password and locks as one does. */
async function refuseUnknown(email: string, password: string, now: number): Promise<"wrong" | "locked"> {
  const unknown = rateLimit("sign-in unknown", LOCK_AFTER, LOCK_MS);
  const key = email.trim().toLowerCase().slice(0, 254);
  if (unknown.isFull(key, now)) return "locked";
  unknown.count(key, now);
  await isPassword(password, null);
  return unknown.isFull(key, now) ? "locked" : "wrong";
}

async function firstMatch(candidates: Candidate[], password: string): Promise<Candidate | null> {
  for (const candidate of candidates) {
    if (candidate.door !== "locked" && (await isPassword(password, candidate.passwordHash))) return candidate;
  }
  return null;
}

async function recordLock({ organisationId, id }: Candidate, now: number): Promise<void> {
  const { db, ids, sequencer } = runtime();
  const actor = { type: "system", organisationId, id: "sign-in", name: "Surety" } as const;
  const until = new Date(now + LOCK_MS).toISOString();
  await ledgered(db, { organisationId, actor, now, ids }, async () => ({
    result: null,
    entries: [{ kind: "member.locked", subject: `member/${id}`, payload: { until, failures: LOCK_AFTER } }],
    effect: "none",
  }));
  sequencer.wake(organisationId);
}
