import { type OrganisationView, organisationView } from "@/lib/db/people";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** The actor's organisation with its settings. */
export async function getOrganisation(actor: Actor): Promise<OrganisationView> {
  return read(actor, async (tx) =>
    organisationView(await tx.organisation.findUniqueOrThrow({ where: { id: actor.organisationId } })),
  );
}
