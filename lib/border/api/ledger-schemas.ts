import { z } from "zod";
import { BUNDLE } from "@/lib/domain/bundle";
import { RECEIPT } from "@/lib/domain/receipt";

const hashes = z.array(z.string()).describe("Base64 of 32 bytes each");
const keys = z.array(z.string()).describe("Verifier keys: the log's, then its witnesses'. Trust those that you pinned");
const earlier = z.object({ size: z.int(), proof: hashes }).optional().describe("That it extends what you have seen");

/** What `lib/domain/bundle.ts` verifies. */
export const bundleSchema = z
  .object({
    format: z.literal(BUNDLE),
    keys,
    checkpoint: z.string().describe("A signed note: name, size and root"),
    range: z.object({ from: z.int(), to: z.int() }).optional().describe("All entries of [from, to) are here"),
    entries: z.array(
      z.object({
        index: z.int(),
        hash: z.string().describe("Base64 of the leaf's hash"),
        leaf: z.string(),
        facts: z.unknown().describe("Open the leaf's commitment with the salt; null: erased"),
        salt: z.string().nullable(),
      }),
    ),
    proof: hashes.describe("Roots of the subtrees without any of the entries, left to right"),
    earlier,
    report: z.unknown().optional().describe("A DSSE envelope, in the bundle of a trust report"),
  })
  .meta({ id: "Bundle" });

/** What `lib/domain/verify-receipt.ts` verifies. */
export const receiptSchema = z
  .object({
    format: z.literal(RECEIPT),
    keys,
    proof: z.string().describe("C2SP tlog-proof, with the checkpoint"),
    entry: z.object({ leaf: z.string(), facts: z.unknown(), salt: z.string().nullable() }).optional(),
    decision: z
      .object({ record: z.string(), frame: z.string().nullable() })
      .optional()
      .describe("The decision as it was sealed, and what it shares with its neighbours"),
    earlier,
  })
  .meta({ id: "Receipt" });
