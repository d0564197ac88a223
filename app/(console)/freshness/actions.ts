"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { recordEvidence } from "@/lib/services/evidence/record";
import type { evidenceRecord } from "@/lib/services/evidence/shared-input";
import { requestEvidence, type requestEvidenceInput } from "@/lib/services/freshness/request";

export const submit = action((actor, record: z.input<typeof evidenceRecord>) => recordEvidence(actor, record));

export const request = action((actor, wanted: z.input<typeof requestEvidenceInput>) => requestEvidence(actor, wanted));
