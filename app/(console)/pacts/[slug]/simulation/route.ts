import { replayOf } from "@/components/simulate/data";
import { answerMember, pageNow } from "@/lib/border/console";
import { notFound } from "@/lib/domain/errors";
import { MOST_SIMULATED, simulatePact } from "@/lib/queries/simulate";

const HOUR = 3_600_000;

/** What a version would answer, for the page that is open. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const query = new URL(request.url).searchParams;
  const version = Number(query.get("version"));
  const replay = replayOf(query.get("replay"));
  return answerMember((actor) => {
    if (!Number.isInteger(version) || version < 1) throw notFound();
    const range =
      "last" in replay ? { most: replay.last } : { most: MOST_SIMULATED, from: pageNow() - replay.hours * HOUR };
    return simulatePact(actor, slug, { version, ...range });
  });
}
