"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { openIncident, type openIncidentInput } from "@/lib/services/incidents/open";
import { resolveIncident, type resolveIncidentInput } from "@/lib/services/incidents/resolve";
import { setRemediation, type setRemediationInput } from "@/lib/services/remediations/set";

export const open = action((actor, input: z.input<typeof openIncidentInput>) => openIncident(actor, input));
export const resolve = action((actor, input: z.input<typeof resolveIncidentInput>) => resolveIncident(actor, input));
export const remediate = action((actor, word: z.input<typeof setRemediationInput>) => setRemediation(actor, word));
