import { z } from "zod";
import { day, oneOf, search, word } from "@/components/shell/search";

export const OVERRIDE_VIEWS = ["requested", "active", "over", "exceptions", "authority"] as const;

/** What the address of the overrides holds. */
export const overridesSearch = search(z.object({ view: oneOf(OVERRIDE_VIEWS, "requested"), peek: word, on: day }));

/** What a request for an override begins with. */
export const askSearch = search(z.object({ pact: word, clause: word, trigger: word, action: word, agent: word }));
