import { REPLAYS, type Replayed, replayedOf } from "@/components/simulate/data";
import { answerMember, pageNow } from "@/lib/border/console";
import { notFound } from "@/lib/domain/errors";
import { MOST_SIMULATED, simulatePact } from "@/lib/queries/simulate";

const HOUR = 3_600_000;

/** Of a time of one's choice, an end that is not given is open. */
const instantOf = (minute: string) => (minute === "" ? undefined : Date.parse(`${minute}:00Z`));

function rangeOf({ replay, since, until }: Replayed): { most: number; from?: number; to?: number } {
  const known = REPLAYS.find(({ value }) => value === replay) ?? REPLAYS[1];
  if ("last" in known) return { most: known.last };
  if ("hours" in known) return { most: MOST_SIMULATED, from: pageNow() - known.hours * HOUR };
  return { most: MOST_SIMULATED, from: instantOf(since), to: instantOf(until) };
}

/** What a version would answer, for the page that is open. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const query = new URL(request.url).searchParams;
  const version = Number(query.get("version"));
  return answerMember((actor) => {
    if (!Number.isInteger(version) || version < 1) throw notFound();
    return simulatePact(actor, slug, { version, ...rangeOf(replayedOf(query)) });
  });
}
