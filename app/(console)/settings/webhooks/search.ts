import { z } from "zod";
import { oneOf, search, word } from "@/components/shell/search";
import { DELIVERY_STATES } from "@/lib/domain/webhook";

/** What the address of a log of deliveries, or of mail, holds. */
export const webhookSearch = search(
  z.object({ state: oneOf(["all", ...DELIVERY_STATES] as const, "all"), before: word }),
);
