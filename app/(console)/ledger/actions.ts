"use server";
import { action } from "@/lib/border/action";
import { eraseEntry } from "@/lib/services/ledger/erase";
import { addWitness } from "@/lib/services/witnesses/add";
import { removeWitness } from "@/lib/services/witnesses/remove";

export const nameWitness = action((actor, input: { url: string; key: string }) => addWitness(actor, input));
export const askNoMore = action((actor, id: string) => removeWitness(actor, { id }));
export const eraseFacts = action((actor, input: { index: number; reason: string }) => eraseEntry(actor, input));
