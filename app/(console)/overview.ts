import "server-only";
import { cache } from "react";
import { currentActor } from "@/lib/border/session";
import { needs } from "@/lib/queries/overview-needs";

/** What waits for a person, read once a request: the overview lists it, the navigation counts it. */
export const needsNow = cache(async () => needs(await currentActor()));
