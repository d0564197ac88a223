import { answerMember, pageNow } from "@/lib/border/console";
import { freshnessBoard } from "@/lib/queries/freshness";

/** The board, for the page that is open. */
export function GET(): Promise<Response> {
  return answerMember((actor) => freshnessBoard(actor, pageNow()));
}
