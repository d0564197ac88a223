import { answerMember } from "@/lib/border/console";
import { decisionReceipt } from "@/lib/queries/decision-explorer";

/** `?id=`: the ledger entry that seals a decision. */
export function GET(request: Request): Promise<Response> {
  const id = new URL(request.url).searchParams.get("id") ?? "";
  return answerMember((actor) => decisionReceipt(actor, id));
}
