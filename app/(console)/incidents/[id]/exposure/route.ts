import { answerMember } from "@/lib/border/console";
import { exposureFile } from "@/lib/border/exposure-file";
import { incidentDetail } from "@/lib/queries/incident";

const MOST = 10_000;

/** The exposed decisions of an incident as a file. */
export function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerMember(async (actor) => {
    const { id } = await params;
    return exposureFile(id, (await incidentDetail(actor, id, MOST)).exposure);
  });
}
