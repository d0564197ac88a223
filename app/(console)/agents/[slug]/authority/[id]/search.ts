import { z } from "zod";
import { search } from "@/components/shell/search";

/** What the address of a case holds: the past day that is asked about, `YYYY-MM-DD`. */
export const caseSearch = search(z.object({ on: z.iso.date().optional().catch(undefined) }));
