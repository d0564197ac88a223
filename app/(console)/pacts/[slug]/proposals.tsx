import { Redlines } from "@/components/pacts/redlines";
import { currentActor } from "@/lib/border/session";
import type { PactDetail } from "@/lib/queries/pact";
import { redlinePage } from "@/lib/queries/redlines";
import { declineWording, takeOver } from "../actions";

const MOST = 50;

/** What the counterparty proposed and nobody has answered. */
export async function Proposals({ pact, may }: { pact: PactDetail; may: boolean }) {
  const redlines = await redlinePage(await currentActor(), pact.pact, { state: "open", limit: MOST });
  const titles = Object.fromEntries(pact.document.clauses.map(({ key, title }) => [key, title]));
  return <Redlines redlines={redlines} titles={titles} may={may} acts={{ take: takeOver, decline: declineWording }} />;
}
