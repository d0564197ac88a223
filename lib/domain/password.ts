import { z } from "zod";

/** What a person may choose as a password: long enough to be no guess, short enough to be hashed. */
export const newPassword = z
  .string({ error: "must be a text" })
  .min(10, { error: "must have at least 10 characters" })
  .max(200, { error: "must have at most 200 characters" })
  .refine((value) => new Set(value).size >= 4, { error: "must have at least 4 different characters" });
