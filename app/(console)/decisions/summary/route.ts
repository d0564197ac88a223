import { decisionSearch, viewOf } from "@/components/decisions/search";
import { answerMember, pageNow } from "@/lib/border/console";
import { summaryOf } from "../read";

/** What stands around the list, for the page that is open. */
export function GET(request: Request): Promise<Response> {
  const view = viewOf(decisionSearch.parse(new URL(request.url).searchParams));
  return answerMember((actor) => summaryOf(actor, view, pageNow()));
}
