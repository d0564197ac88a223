"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { asAct } from "@/lib/border/bulk";
import { overrideBulkBody, overridesInBulk } from "@/lib/border/override-bulk";
import { amendOverride, type amendOverrideInput } from "@/lib/services/overrides/amend";
import { approveOverride, type approveOverrideInput } from "@/lib/services/overrides/approve";
import { denyOverride } from "@/lib/services/overrides/deny";
import { ratifyOverride, type ratifyOverrideInput } from "@/lib/services/overrides/ratify";
import { requestOverride } from "@/lib/services/overrides/request";
import { revokeOverride } from "@/lib/services/overrides/revoke";
import type { endOverrideInput } from "@/lib/services/overrides/shared";
import type { requestOverrideInput } from "@/lib/services/overrides/shared-ask";
import { withdrawOverride } from "@/lib/services/overrides/withdraw";

export const ask = action((actor, input: z.input<typeof requestOverrideInput>) => requestOverride(actor, input));
export const approve = action((actor, input: z.input<typeof approveOverrideInput>) => approveOverride(actor, input));
export const bulk = action((actor, word: z.input<typeof overrideBulkBody>) =>
  asAct(overridesInBulk(actor, overrideBulkBody.parse(word))),
);
export const amend = action((actor, input: z.input<typeof amendOverrideInput>) => amendOverride(actor, input));
export const deny = action((actor, input: z.input<typeof endOverrideInput>) => denyOverride(actor, input));
export const revoke = action((actor, input: z.input<typeof endOverrideInput>) => revokeOverride(actor, input));
export const withdraw = action((actor, input: z.input<typeof endOverrideInput>) => withdrawOverride(actor, input));
export const ratify = action((actor, input: z.input<typeof ratifyOverrideInput>) => ratifyOverride(actor, input));
