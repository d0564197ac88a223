import type { Tx } from "@/lib/db/client";
import { type CountersignatureView, countersignatures } from "@/lib/db/report-reads";
import { readOne } from "@/lib/db/together";

export type { CountersignatureView } from "@/lib/db/report-reads";

/** Who countersigned this wording of a pact, in whichever version, the first first. */
export async function countersignaturesOf(
  tx: Tx,
  organisationId: string,
  pact: string,
  hash: string,
): Promise<CountersignatureView[]> {
  const all = await readOne(tx, countersignatures(organisationId, pact));
  return all.filter((one) => one.hash === hash);
}
