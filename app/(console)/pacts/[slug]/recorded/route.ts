import { answerMember } from "@/lib/border/console";
import { recordedRequests } from "@/lib/queries/pact-editing";

/** What the agent has asked for in this workflow, for trying a draft on it. */
export async function GET(request: Request): Promise<Response> {
  const search = new URL(request.url).searchParams;
  return answerMember((actor) => recordedRequests(actor, search.get("agent") ?? "", search.get("workflow") ?? ""));
}
