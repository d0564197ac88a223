"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { approveOverride, type approveOverrideInput } from "@/lib/services/overrides/approve";
import { denyOverride, type denyOverrideInput } from "@/lib/services/overrides/deny";
import { requestOverride, type requestOverrideInput } from "@/lib/services/overrides/request";
import { revokeOverride, type revokeOverrideInput } from "@/lib/services/overrides/revoke";

export const ask = action((actor, input: z.input<typeof requestOverrideInput>) => requestOverride(actor, input));
export const approve = action((actor, input: z.input<typeof approveOverrideInput>) => approveOverride(actor, input));
export const deny = action((actor, input: z.input<typeof denyOverrideInput>) => denyOverride(actor, input));
export const revoke = action((actor, input: z.input<typeof revokeOverrideInput>) => revokeOverride(actor, input));
