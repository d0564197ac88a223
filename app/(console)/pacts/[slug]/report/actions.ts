"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { type controlsBody, setControls as setPactControls } from "@/lib/services/pacts/set-controls";
import { answerQuestion, type answerQuestionInput } from "@/lib/services/reports/answer";
import { revokeReport } from "@/lib/services/reports/revoke";
import { shareReport, type shareReportInput } from "@/lib/services/reports/share";
import { removeSubscriber } from "@/lib/services/reports/subscription";

export const setControls = action((actor, input: z.input<typeof controlsBody> & { pact: string }) =>
  setPactControls(actor, input),
);
export const share = action((actor, input: z.input<typeof shareReportInput>) => shareReport(actor, input));
export const revoke = action((actor, input: { id: string }) => revokeReport(actor, input));
export const removeReader = action((actor, input: { id: string }) => removeSubscriber(actor, input));
export const answer = action((actor, input: z.input<typeof answerQuestionInput>) => answerQuestion(actor, input));
