import { answerMember } from "@/lib/border/console";
import { exposureFile } from "@/lib/border/exposure-file";
import { driftDetail } from "@/lib/queries/drift";

const MOST = 10_000;

/** The exposed decisions of a drift as a file. */
export function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerMember(async (actor) => {
    const { id } = await params;
    return exposureFile(id, (await driftDetail(actor, id, MOST)).exposure);
  });
}
