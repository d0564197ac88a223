"use server";
import { action } from "@/lib/border/action";
import type { FindingOutcome } from "@/lib/domain/finding";
import { assignFinding } from "@/lib/services/findings/assign";
import { closeFinding } from "@/lib/services/findings/close";

export const assign = action((actor, input: { id: string; team: string; alike: boolean }) =>
  assignFinding(actor, input),
);
export const close = action((actor, input: { id: string; outcome: FindingOutcome; reason: string; alike: boolean }) =>
  closeFinding(actor, input),
);
