import { askedOf, metricSearch } from "@/components/governance/search";
import { answerMember } from "@/lib/border/console";
import { csv, csvFile } from "@/lib/border/csv";
import { metricDossier } from "@/lib/queries/metrics";

/** What is drawn, as a file: each day by itself, or (`what=history`) what was measured on each day. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const given = new URL(request.url).searchParams;
  return answerMember(async (actor) => {
    const { days, history, unit } = await metricDossier(actor, slug, askedOf(metricSearch.parse(given)));
    const measured = given.get("what") === "history";
    const rows = measured
      ? history.map(({ day, value, state }) => [day, value, unit, state])
      : days.map(({ day, value, of, state }) => [day, value, unit, state, of]);
    const heads = ["day", "value", "unit", "state", ...(measured ? [] : ["of"])];
    return csvFile(`${slug}-${measured ? "history" : "days"}.csv`, csv(heads, rows));
  });
}
