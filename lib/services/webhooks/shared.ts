import { z } from "zod";
import { EVENT_KINDS, type EventKind } from "@/lib/domain/event-kinds";
import { text, webhookUrl } from "@/lib/domain/fields";
import { FORMATS } from "@/lib/domain/webhook";

const kinds = Object.keys(EVENT_KINDS) as [EventKind, ...EventKind[]];
const every = z.enum(["*", ...kinds], { error: "must be a kind of event, such as incident.opened, or *" });

/** What is said of a webhook. */
export const webhookFields = {
  url: webhookUrl,
  events: z
    .array(every, { error: 'must be a list of kinds of events, or ["*"]' })
    .min(1, { error: "must name at least one kind, or *" })
    .transform((all) => [...new Set(all)]),
  description: text(500).optional(),
  format: z.enum(FORMATS, { error: `must be ${FORMATS.join(" or ")}` }),
  enabled: z.boolean({ error: "must be true or false" }),
};

/** What history says of an address: the rest of it may be a secret. */
export const hostOf = ({ url }: { url: string }): string => new URL(url).host;
