import { controls } from "@/lib/db/report-reads";
import { readOne } from "@/lib/db/together";
import type { ControlReference } from "@/lib/domain/control";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** @throws SuretyError not_found */
export async function pactControls(actor: Actor, pact: string): Promise<Record<string, ControlReference[]>> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const known = await tx.pact.count({ where: { organisationId, slug: pact } });
    if (known === 0) throw notFound();
    return Object.fromEntries(await readOne(tx, controls(organisationId, pact)));
  });
}
