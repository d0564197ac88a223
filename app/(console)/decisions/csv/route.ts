import { decisionSearch, filterOf, viewOf } from "@/components/decisions/search";
import { answerMember, pageNow } from "@/lib/border/console";
import { csv, csvFile } from "@/lib/border/csv";
import type { ListedDecision } from "@/lib/domain/present";
import { decisionPage } from "@/lib/queries/decisions";

/** Rows a file holds at most; a narrower view gives the rest. */
const MOST = 10_000;

const HEADS =
  "id,decided_at,agent,action,workflow,release,resource,verdict,permitted,status,authority,reasons,limits,pacts,revision,context".split(
    ",",
  );

const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));

const row = (decision: ListedDecision) => [
  decision.id,
  decision.decidedAt,
  decision.request.agent,
  decision.request.action,
  decision.workflow,
  decision.request.release,
  typeof decision.request.resource === "string" ? decision.request.resource : json(decision.request.resource),
  decision.verdict,
  decision.permitted,
  decision.status,
  decision.authority,
  decision.because.map(({ pact, clause, trigger }) => `${pact ?? ""}/${clause ?? ""}:${trigger}`).join(" "),
  json(decision.limits),
  decision.pacts.map(({ pact, version }) => `${pact}@${version}`).join(" "),
  decision.revision,
  json(decision.request.context),
];

/** The current view as a file. */
export function GET(request: Request): Promise<Response> {
  const view = viewOf(decisionSearch.parse(new URL(request.url).searchParams));
  return answerMember(async (actor) => {
    const now = pageNow();
    const rows = await decisionPage(actor, filterOf(view, now), MOST, undefined, now);
    const name = `decisions-${new Date(now).toISOString().slice(0, 16).replace(":", "")}.csv`;
    return csvFile(name, csv(HEADS, rows.slice(0, MOST).map(row)));
  });
}
