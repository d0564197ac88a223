"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { clearDriftByPerson } from "@/lib/services/drifts/clear";
import type { judgeDriftInput } from "@/lib/services/drifts/shared";
import { verifyDriftByPerson } from "@/lib/services/drifts/verify";
import { setRemediation, type setRemediationInput } from "@/lib/services/remediations/set";
import type { signRestorationInput } from "@/lib/services/restorations/shared";
import { signRestoration } from "@/lib/services/restorations/sign";

type Word = z.input<typeof judgeDriftInput>;

export const verify = action((actor, word: Word) => verifyDriftByPerson(actor, word));
export const clear = action((actor, word: Word) => clearDriftByPerson(actor, word));
export const sign = action((actor, word: z.input<typeof signRestorationInput>) => signRestoration(actor, word));
export const remediate = action((actor, word: z.input<typeof setRemediationInput>) => setRemediation(actor, word));
