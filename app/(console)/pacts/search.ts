import { z } from "zod";
import { oneOf, search, word } from "@/components/shell/search";
import { HISTORY_PARTS } from "@/lib/domain/history-parts";

export const PACT_VIEWS = ["everything", "review", "weakening"] as const;

/** What the address of the list of pacts holds. */
export const pactsSearch = search(z.object({ view: oneOf(PACT_VIEWS, "everything"), agent: word, workflow: word }));

const number = z.coerce.number().int().positive().optional().catch(undefined);

/** Which version of a pact is shown. */
export const pactSearch = search(z.object({ version: number }));

/** Where a page of history goes on: `instant~id`. */
const cursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~\w{1,200}$/)
  .optional()
  .catch(undefined);

/** Which part of a pact's history, and from where on. */
export const historySearch = search(z.object({ of: oneOf(HISTORY_PARTS, "all"), before: cursor }));

/** Which two versions are compared, in words or as data. */
export const compareSearch = search(z.object({ from: number, to: number, as: oneOf(["words", "data"], "words") }));

/** What a new pact begins with, and the workflow that wants one. */
export const newPactSearch = search(z.object({ template: word, workflow: word }));

/** An action that the editor is to begin a clause for. */
export const editSearch = search(z.object({ gate: word }));
