import { requestOf } from "@/lib/border/api/decisions";
import { answerMember } from "@/lib/border/console";
import { tryRequest } from "@/lib/queries/try";

/** What would be answered to `?request=` (JSON), for the page where it is written. */
export function GET(request: Request): Promise<Response> {
  const text = new URL(request.url).searchParams.get("request") ?? "";
  return answerMember((actor) => tryRequest(actor, requestOf(text)));
}
