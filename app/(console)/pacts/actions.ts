"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { approvePact } from "@/lib/services/pacts/approve";
import { publishPact } from "@/lib/services/pacts/publish";
import { savePact, type savePactInput } from "@/lib/services/pacts/save";
import type { pactStepInput } from "@/lib/services/pacts/shared";
import { submitPact } from "@/lib/services/pacts/submit";
import { withdrawPact } from "@/lib/services/pacts/withdraw";

type Step = z.input<typeof pactStepInput>;

export const saveDraft = action((actor, input: z.input<typeof savePactInput>) => savePact(actor, input));
export const submitDraft = action((actor, step: Step) => submitPact(actor, step));
export const approveDraft = action((actor, step: Step) => approvePact(actor, step));
export const withdrawDraft = action((actor, step: Step) => withdrawPact(actor, step));
export const publishDraft = action((actor, step: Step) => publishPact(actor, step));
