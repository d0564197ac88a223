/** The metrics that Harbour Finance governs by, as they were measured meanwhile, and the breach that its owner looked at. */
import type { z } from "zod";
import { systemActor } from "@/lib/domain/roles";
import { defineMetric, type defineMetricInput } from "@/lib/services/metrics/define";
import { measureMetric } from "@/lib/services/metrics/measure";
import { reviewMetric } from "@/lib/services/metrics/review";
import type { Calendar } from "./calendar";
import type { Scene } from "./scenes";

const MINUTE = 60_000;

const METRICS: z.input<typeof defineMetricInput>[] = [
  {
    slug: "pact_aware_routing",
    owner: "payables-control",
    cadence: "P30D",
    threshold: { op: "<", value: 0.95 },
    response: { do: "freeze", workflow: "vendor-onboarding" },
  },
  {
    slug: "drift_to_control",
    owner: "payables-control",
    cadence: "P30D",
    threshold: { op: ">", value: 900 },
    response: { do: "cap", level: "supervised", agent: "invoice-clerk" },
  },
  {
    slug: "policy_bypasses",
    owner: "model-assurance",
    cadence: "P14D",
    threshold: { op: ">", value: 2 },
    response: { do: "review" },
  },
];

/** Each was measured so many days ago: more would make the first start longer, and tell no more. */
const MEASURED = [14, 10, 6, 3] as const;

/** Defined two weeks ago; three uses of an override breach the one, and its owner has looked at them. */
export function governed({ on, before }: Calendar): Scene[] {
  const defined = METRICS.map(
    (metric, n): Scene => ({
      at: on(15, "09:30") + n * MINUTE,
      play: ({ people }) => defineMetric(people.owner, metric),
    }),
  );
  const measured = [...MEASURED.map((days) => on(days, "17:00")), before(30)].flatMap((at) =>
    METRICS.map(
      ({ slug }, n): Scene => ({
        at: at + n * 1000,
        play: ({ service }) => measureMetric(systemActor(service.organisationId), { slug }),
      }),
    ),
  );
  const looked: Scene = {
    at: before(28),
    play: ({ people }) =>
      reviewMetric(people.second, {
        slug: "policy_bypasses",
        reason: "Three uses of one override, each for invoices that were checked by hand. The line stays where it is.",
      }),
  };
  return [...defined, ...measured, looked];
}
