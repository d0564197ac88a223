import { z } from "zod";
import { isSuretyError } from "@/lib/domain/errors";
import { identifier, text } from "@/lib/domain/fields";
import type { Actor } from "@/lib/domain/roles";
import { type IdempotentCall, keepAnswer } from "@/lib/services/idempotent";

const MOST = 200;

/** One word on several, with one shared reason. */
export const bulkBody = z.strictObject({
  ids: z
    .array(identifier, { error: "must be a list of ids" })
    .min(1, { error: "must name one at least" })
    .max(MOST, { error: `must be at most ${MOST} at once` })
    .refine((ids) => new Set(ids).size === ids.length, { error: "must not name one twice" }),
  answer: z.enum(["approve", "deny"], { error: "must be approve or deny" }),
  reason: text(2000).optional(),
});
export type BulkWord = z.output<typeof bulkBody>;

export interface BulkItem {
  id: string;
  ok: boolean;
  /** What it is now. */
  state: string | null;
  /** Of a review: whether the agent may go ahead. */
  permitted: boolean | null;
  /** Why not. */
  error: { code: string; detail: string } | null;
}

export const bulkAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      ok: z.boolean(),
      state: z.string().nullable(),
      permitted: z.boolean().nullable().describe("Of a review: whether the agent may go ahead"),
      error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    }),
  ),
});

/** As a server action answers: the results stand for the entries. */
export const asAct = async (work: Promise<{ items: BulkItem[] }>) => ({ result: await work, entries: [] });

type Said = { state: string; answer?: { permitted: boolean } | null };

/**
 * The same word on each, one unit of work after the other: what is refused for one holds up no other, and each is told its
 * own result in the order asked.
 */
export async function inBulk(
  actor: Actor,
  { ids }: BulkWord,
  say: (id: string) => Promise<{ result: Said }>,
  idempotent?: IdempotentCall,
): Promise<{ items: BulkItem[] }> {
  const items: BulkItem[] = [];
  for (const id of ids) {
    try {
      const { result } = await say(id);
      items.push({ id, ok: true, state: result.state, permitted: result.answer?.permitted ?? null, error: null });
    } catch (error) {
      if (!isSuretyError(error)) throw error;
      const { code, message } = error;
      items.push({ id, ok: false, state: null, permitted: null, error: { code, detail: message } });
    }
  }
  if (idempotent) await keepAnswer(actor, idempotent, { items });
  return { items };
}
