import { answerMember } from "@/lib/border/console";
import { incidentPack } from "@/lib/queries/incident-pack";

/** The post-incident pack as a file. */
export function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerMember(async (actor) => {
    const { id } = await params;
    return new Response(JSON.stringify(await incidentPack(actor, id), null, 2), {
      headers: {
        "content-type": "application/json",
        "content-disposition": `attachment; filename="incident-${id}.json"`,
        "cache-control": "no-store",
      },
    });
  });
}
