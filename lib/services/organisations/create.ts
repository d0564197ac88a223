import { createHash } from "node:crypto";
import type { Tx } from "@/lib/db/client";
import { ledgered } from "@/lib/db/ledgered";
import { hashPassword, hashToken, newKey, newPassword, randomText } from "@/lib/db/secrets";
import { conflict, invalidField } from "@/lib/domain/errors";
import type { Ids } from "@/lib/domain/identity";
import { type Role, SCOPES } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";

/** One member of each role, and two approvers: what quorum and separation of duties ask for. */
const CAST = [
  { role: "owner", local: "owner", name: "Olu Owner" },
  { role: "author", local: "author", name: "Aya Author" },
  { role: "approver", local: "approver", name: "Ari Approver" },
  { role: "approver", local: "approver2", name: "Bea Approver" },
  { role: "operator", local: "operator", name: "Oke Operator" },
  { role: "auditor", local: "auditor", name: "Ada Auditor" },
] as const satisfies readonly { role: Role; local: string; name: string }[];

export interface NewOrganisation {
  name: string;
  /** Made from the name if absent. */
  slug?: string;
  demo?: boolean;
  /** In the order owner, author, approver, approver, operator, auditor; the rest have made-up names. */
  names?: readonly string[];
}

/** CONTRACT 5: what a newcomer needs; every secret in it is shown here and never again. */
export interface Quickstart {
  url: string;
  organization: string;
  members: { email: string; password: string; role: Role; key: string }[];
  keys: { service: string };
}

export interface CreatedOrganisation {
  organisationId: string;
  memberIds: string[];
  quickstart: Quickstart;
}

/** A name as a slug: lower-case letters and digits, joined by hyphens. */
function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48)
    .replace(/-+$/, "");
}

/**
 * Makes an organisation with its wall, ledger, members and keys: there is nobody yet who could be asked for permission,
 * so this is for start-up, the command line and tests alone.
 * @throws SuretyError invalid (a name without letters or digits), conflict (the slug that was asked for is taken)
 */
export async function createOrganisation(wanted: NewOrganisation): Promise<CreatedOrganisation> {
  const { db, clock, ids, sequencer, url } = runtime();
  const base = wanted.slug ?? slugOf(wanted.name);
  if (!base) throw invalidField("name", "must hold letters or digits");
  const slug = await freeSlug(base, wanted.slug !== undefined);
  const organisationId = ids.next("org");
  const people = await makePeople(ids, slug, wanted.names ?? []);
  const service = { id: ids.next("key"), ...newKey() };
  const actor = { type: "system", organisationId, id: "installation", name: "Surety" } as const;
  const now = clock.now();
  await ledgered(db, { organisationId, actor, now, ids }, async (tx) => {
    await insertOrganisation(
      tx,
      { id: organisationId, slug, name: wanted.name, demo: wanted.demo ?? false },
      new Date(now),
    );
    await insertPeople(tx, organisationId, people, service, new Date(now));
    const members = people.map(({ id, role }) => ({ id, role }));
    return {
      result: null,
      entries: [
        {
          kind: "organisation.created",
          subject: `organisation/${slug}`,
          payload: { slug, name: wanted.name, members },
        },
      ],
      effect: "none",
    };
  });
  sequencer.wake(organisationId);
  return {
    organisationId,
    memberIds: people.map((person) => person.id),
    quickstart: {
      url,
      organization: slug,
      members: people.map(({ email, password, role, key }) => ({ email, password, role, key: key.key })),
      keys: { service: service.key },
    },
  };
}

/** The slug, or where it only came from a name: the first free one with a number behind it. */
async function freeSlug(base: string, exact: boolean): Promise<string> {
  const taken = await runtime().db.system((tx) =>
    tx.organisation.findMany({ where: { slug: { startsWith: base } }, select: { slug: true } }),
  );
  const slugs = new Set(taken.map((row) => row.slug));
  if (!slugs.has(base)) return base;
  if (exact) throw conflict(`There is an organisation "${base}" already. Choose another slug.`);
  let n = 2;
  while (slugs.has(`${base}-${n}`)) n++;
  return `${base}-${n}`;
}

type Person = Awaited<ReturnType<typeof makePeople>>[number];

function makePeople(ids: Ids, slug: string, names: readonly string[]) {
  return Promise.all(
    CAST.map(async ({ role, local, name }, i) => {
      const password = newPassword();
      return {
        id: ids.next("mem"),
        role,
        email: `${local}@${slug}.example`,
        name: names[i] ?? name,
        password,
        passwordHash: await hashPassword(password),
        key: { id: ids.next("key"), ...newKey() },
      };
    }),
  );
}

async function insertOrganisation(
  tx: Tx,
  organisation: { id: string; slug: string; name: string; demo: boolean },
  createdAt: Date,
): Promise<void> {
  const organisationId = organisation.id;
  await tx.organisation.create({ data: { ...organisation, logId: hashToken(randomText(32)).slice(0, 32), createdAt } });
  await tx.organisationRevision.create({ data: { organisationId } });
  await tx.organisationFence.create({ data: { organisationId } });
  const root = createHash("sha256").digest("hex"); // RFC 6962: the root of no leaf is the hash of nothing
  await tx.ledgerHead.create({ data: { organisationId, root, updatedAt: createdAt } });
}

async function insertPeople(
  tx: Tx,
  organisationId: string,
  people: Person[],
  service: { id: string; prefix: string; hash: string },
  createdAt: Date,
): Promise<void> {
  await tx.member.createMany({
    data: people.map(({ id, email, name, role, passwordHash }) => ({
      organisationId,
      id,
      email,
      name,
      role,
      passwordHash,
      createdAt,
    })),
  });
  const owner = people[0]?.id ?? "installation";
  await tx.apiKey.createMany({
    data: [
      ...people.map(({ id: memberId, key: { id, prefix, hash } }) => ({
        organisationId,
        id,
        kind: "personal",
        name: "First key",
        prefix,
        hash,
        memberId,
        createdBy: memberId,
        createdAt,
      })),
      {
        organisationId,
        id: service.id,
        kind: "service",
        name: "Every scope",
        prefix: service.prefix,
        hash: service.hash,
        scopes: [...SCOPES],
        createdBy: owner,
        createdAt,
      },
    ],
  });
}
