import { answerMember } from "@/lib/border/console";
import { evidencePage } from "@/lib/queries/evidence";

const NEWEST = 50;

/** `?pact=&clause=`: the newest records of a clause, for the page that is open. */
export function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const filter = { pact: query.get("pact") ?? "", clause: query.get("clause") ?? "" };
  return answerMember(async (actor) =>
    (await evidencePage(actor, filter, NEWEST)).slice(0, NEWEST).map(({ view }) => view),
  );
}
