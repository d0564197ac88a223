"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { putAgent, type putAgentInput } from "@/lib/services/agents/put";
import { approveGrant } from "@/lib/services/grants/approve";
import { confirmGrant } from "@/lib/services/grants/confirm";
import { denyGrant, withdrawGrant } from "@/lib/services/grants/deny";
import { setGrant, type setGrantInput } from "@/lib/services/grants/set";
import type { settleGrantInput } from "@/lib/services/grants/shared-request";
import { openIncident, type openIncidentInput } from "@/lib/services/incidents/open";
import { resolveIncident, type resolveIncidentInput } from "@/lib/services/incidents/resolve";

type Settle = z.input<typeof settleGrantInput>;

export const saveAgent = action((actor, input: z.input<typeof putAgentInput>) => putAgent(actor, input));
export const grant = action((actor, input: z.input<typeof setGrantInput>) => setGrant(actor, input));
export const approve = action((actor, input: Settle) => approveGrant(actor, input));
export const deny = action((actor, input: Settle) => denyGrant(actor, input));
export const withdraw = action((actor, input: Settle) => withdrawGrant(actor, input));
export const confirm = action((actor, input: Settle) => confirmGrant(actor, input));
export const open = action((actor, input: z.input<typeof openIncidentInput>) => openIncident(actor, input));
export const resolve = action((actor, input: z.input<typeof resolveIncidentInput>) => resolveIncident(actor, input));
