"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { putWorkflow, type putWorkflowInput } from "@/lib/services/workflows/put";

export const save = action((actor, input: z.input<typeof putWorkflowInput>) => putWorkflow(actor, input));
