"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { changeOwners, type OwnerChange } from "@/lib/border/owners";
import { recertifyClause, type recertifyInput } from "@/lib/services/clauses/recertify";

export const recertify = action((actor, input: z.input<typeof recertifyInput>) => recertifyClause(actor, input));
export const giveOwner = action((actor, change: OwnerChange) => changeOwners(actor, change));
