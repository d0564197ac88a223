"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { defineMetric, type defineMetricInput } from "@/lib/services/metrics/define";
import { liftMetric } from "@/lib/services/metrics/lift";
import { measureMetric } from "@/lib/services/metrics/measure";
import { removeMetric } from "@/lib/services/metrics/remove";
import { reviewMetric } from "@/lib/services/metrics/review";

export const save = action((actor, input: z.input<typeof defineMetricInput>) => defineMetric(actor, input));
export const lift = action((actor, input: { slug: string; reason: string }) => liftMetric(actor, input));
export const measure = action((actor, input: { slug: string }) => measureMetric(actor, input));
export const review = action((actor, input: { slug: string; reason?: string }) => reviewMetric(actor, input));
export const remove = action((actor, input: { slug: string }) => removeMetric(actor, input));
