"use server";
import type { z } from "zod";
import { action, quietAction } from "@/lib/border/action";
import { clearDriftByPerson } from "@/lib/services/drifts/clear";
import type { judgeDriftInput } from "@/lib/services/drifts/shared";
import { verifyDriftByPerson } from "@/lib/services/drifts/verify";
import { setGrant, type setGrantInput } from "@/lib/services/grants/set";
import {
  declineRedline,
  type declineRedlineInput,
  takeRedline,
  type takeRedlineInput,
} from "@/lib/services/pacts/answer-redline";
import { approvePact, type approvePactInput } from "@/lib/services/pacts/approve";
import {
  commentPact,
  type commentPactInput,
  settleComment,
  type settleCommentInput,
} from "@/lib/services/pacts/comment";
import { publishPact } from "@/lib/services/pacts/publish";
import { savePact, type savePactInput } from "@/lib/services/pacts/save";
import type { pactStepInput } from "@/lib/services/pacts/shared";
import { submitPact } from "@/lib/services/pacts/submit";
import { withdrawPact } from "@/lib/services/pacts/withdraw";
import type { signRestorationInput } from "@/lib/services/restorations/shared";
import { signRestoration } from "@/lib/services/restorations/sign";

type Step = z.input<typeof pactStepInput>;
type DriftWord = z.input<typeof judgeDriftInput>;

export const saveDraft = action((actor, input: z.input<typeof savePactInput>) => savePact(actor, input));
/** The editor saves by itself: nothing else on the page waits for it. */
export const autosaveDraft = quietAction((actor, input: z.input<typeof savePactInput>) => savePact(actor, input));
export const submitDraft = action((actor, step: Step) => submitPact(actor, step));
export const approveDraft = action((actor, step: z.input<typeof approvePactInput>) => approvePact(actor, step));
export const commentDraft = action((actor, input: z.input<typeof commentPactInput>) => commentPact(actor, input));
export const settleDraftComment = action((actor, input: z.input<typeof settleCommentInput>) =>
  settleComment(actor, input),
);
export const takeOver = action((actor, input: z.input<typeof takeRedlineInput>) => takeRedline(actor, input));
export const declineWording = action((actor, input: z.input<typeof declineRedlineInput>) =>
  declineRedline(actor, input),
);
export const withdrawDraft = action((actor, step: Step) => withdrawPact(actor, step));
export const suspendAgent = action((actor, input: z.input<typeof setGrantInput>) => setGrant(actor, input));
export const publishDraft = action((actor, step: Step) => publishPact(actor, step));
export const verifyDrift = action((actor, word: DriftWord) => verifyDriftByPerson(actor, word));
export const clearDrift = action((actor, word: DriftWord) => clearDriftByPerson(actor, word));
export const signOff = action((actor, word: z.input<typeof signRestorationInput>) => signRestoration(actor, word));
