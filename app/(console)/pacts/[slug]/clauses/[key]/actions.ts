"use server";
import { action } from "@/lib/border/action";
import { answerResponse } from "@/lib/services/responses/answer";

export const answerForClause = action((actor, input: { agent: string; pact: string; clause: string; note: string }) =>
  answerResponse(actor, input),
);
