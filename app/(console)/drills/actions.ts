"use server";
import { action } from "@/lib/border/action";
import type { DrillKind } from "@/lib/domain/drill";
import { runDrill } from "@/lib/services/drilling";
import { scheduleDrills } from "@/lib/services/drills/schedule";

export const run = action((actor, input: { pact?: string; metric?: string }) => runDrill(actor, input));
export const schedule = action((actor, input: { kind: DrillKind; slug: string; cadence: string | null }) =>
  scheduleDrills(actor, input),
);
