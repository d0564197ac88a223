import { RunDrill } from "@/components/drills/drill-acts";
import { DrillNote } from "@/components/drills/drill-note";
import { currentActor } from "@/lib/border/session";
import type { DrillKind } from "@/lib/domain/drill";
import { may } from "@/lib/domain/roles";
import { listDrilled } from "@/lib/queries/drills";
import { run } from "./actions";

/** How many thresholds of a pact, of a metric or of all a drill has seen act. */
export async function Drilled({ kind, slug }: { kind?: DrillKind; slug?: string }) {
  const actor = await currentActor();
  const subjects = await listDrilled(actor, kind && slug ? { [kind]: slug } : {});
  if (subjects.length === 0) return null;
  const sum = (of: (subject: (typeof subjects)[number]) => number) => subjects.reduce((n, one) => n + of(one), 0);
  const all = {
    thresholds: subjects.flatMap(({ thresholds }) => thresholds),
    undrilled: sum(({ undrilled }) => undrilled),
    failed: sum(({ failed }) => failed),
  };
  const acts = kind && slug && may(actor, "drill.run") ? <RunDrill kind={kind} slug={slug} act={run} /> : null;
  return <DrillNote of={all}>{acts}</DrillNote>;
}
