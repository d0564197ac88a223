import type { Actor, Role } from "@/lib/domain/roles";
import { type Runtime, setRuntime } from "@/lib/runtime/runtime";
import { type CreatedOrganisation, createOrganisation } from "@/lib/services/organisations/create";
import { calendarTo } from "./calendar";
import { NAMES, ORGANISATION, PEOPLE, type Person } from "./cast";
import { StoryClock, storyRuntime } from "./clock";
import { chance } from "./random";
import type { Stage } from "./scenes";
import { type Told, tell } from "./tell";

const SEED = "harbour";

/**
 * The demo organisation with its story: a finance agent passed its launch tests, then a model update changed how it cites.
 * Told up to the runtime's own now, on whose clock nothing of it lies ahead; the runtime is in place again afterwards.
 * @param made called as soon as the organisation is there: its secrets are never told again
 */
export async function makeDemo(
  real: Runtime,
  made: (organisation: CreatedOrganisation) => void,
  { seed = SEED }: { seed?: string } = {},
): Promise<Told> {
  const end = real.clock.now();
  const clock = new StoryClock(calendarTo(end).on(29, "08:00"));
  const runtime = setRuntime(storyRuntime(real, clock, chance(seed, "ids").next));
  try {
    const names = PEOPLE.map((person) => NAMES[person]);
    const organisation = await createOrganisation({ name: ORGANISATION, demo: true, names });
    made(organisation);
    const { organisationId } = organisation;
    const stage = await stageOf(runtime, organisation);
    return await tell({ runtime, clock, stage, organisationId, end, seed });
  } finally {
    setRuntime(real);
  }
}

/** The demo's members and its service key, as they act. */
async function stageOf(
  { db }: Runtime,
  { organisationId, memberIds, quickstart }: CreatedOrganisation,
): Promise<Stage> {
  const key = await db.organisation(organisationId, (tx) =>
    tx.apiKey.findFirstOrThrow({ where: { organisationId, kind: "service" }, select: { id: true, name: true } }),
  );
  const members = PEOPLE.map((person, i) => {
    const { email, role } = quickstart.members[i] as { email: string; role: Role };
    const id = memberIds[i] as string;
    const name = NAMES[person];
    const actor: Actor = { type: "member", organisationId, id, name, email, role, workflows: [], via: "console" };
    return { person, email, actor };
  });
  const byPerson = <T>(of: (member: (typeof members)[number]) => T) =>
    Object.fromEntries(members.map((member) => [member.person, of(member)])) as Record<Person, T>;
  return {
    people: byPerson(({ actor }) => actor),
    emails: byPerson(({ email }) => email),
    service: { type: "service", organisationId, ...key, scopes: ["decide", "evidence", "read"] },
    memory: new Map(),
  };
}
