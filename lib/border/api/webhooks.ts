import { z } from "zod";
import { EVENT_KINDS } from "@/lib/domain/event-kinds";
import { DELIVERY_STATES, FORMATS } from "@/lib/domain/webhook";
import { deliveryPage, getWebhook, listWebhooks } from "@/lib/queries/webhooks";
import { addWebhook, addWebhookInput } from "@/lib/services/webhooks/add";
import { changeWebhook, webhookChange } from "@/lib/services/webhooks/change";
import { pingWebhook } from "@/lib/services/webhooks/ping";
import { removeWebhook } from "@/lib/services/webhooks/remove";
import { replayDelivery } from "@/lib/services/webhooks/replay";
import { rotateWebhook } from "@/lib/services/webhooks/rotate";
import { lastOf, page, pageQuery } from "../page";
import { reply, route } from "../route";
import { listOf, time } from "./common-schemas";

const [tag, permission] = ["Webhooks", "webhook.write"] as const;
const root = "/api/v1/webhooks";

const webhookFields = z.object({
  id: z.string(),
  url: z.string().describe("Of slack only its origin: the rest is a secret"),
  events: z.array(z.string()).describe("Kinds of events, or `*`"),
  description: z.string().nullable(),
  format: z.enum(FORMATS),
  enabled: z.boolean(),
  formerSecretUntil: time.nullable().describe("Until then messages carry the former secret's signature too"),
  createdAt: time,
  updatedAt: time,
});
const webhookJson = webhookFields.meta({ id: "Webhook" });
const newWebhookJson = webhookFields
  .extend({
    secret: z
      .string()
      .nullable()
      .describe(
        "`whsec_…`, for any library of Standard Webhooks; shown this once. null for slack: it takes no signature",
      ),
  })
  .meta({ id: "NewWebhook" });
const deliveryJson = z
  .object({
    id: z.string(),
    webhook: z.string(),
    event: z.string().describe("The event's id: `webhook-id` of every message about it"),
    kind: z.string(),
    subject: z.string(),
    at: time.describe("When it happened"),
    state: z.enum(DELIVERY_STATES).describe("dead: three days of trying are over"),
    attempts: z.int(),
    triedAt: time.nullable(),
    nextAt: time.nullable(),
    status: z.int().nullable().describe("What the receiver answered last"),
    problem: z.string().nullable(),
  })
  .meta({ id: "WebhookDelivery" });

export const webhookRoutes = [
  route({
    method: "GET",
    path: root,
    summary: "Webhooks, the latest first",
    tag,
    permission,
    response: listOf(webhookJson),
    handle: async ({ actor }) => ({ items: await listWebhooks(actor), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: root,
    summary:
      "Have an address told of what happens from now on, signed by Standard Webhooks: at least once, in order within a subject, tried for three days. The secret is shown once",
    tag,
    permission,
    body: addWebhookInput,
    response: newWebhookJson,
    status: 201,
    secret: ["secret"],
    handle: async ({ actor, body, idempotent }) => (await addWebhook(actor, body, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: `${root}/{id}`,
    summary: "One webhook",
    tag,
    permission,
    response: webhookJson,
    handle: ({ actor, params }) => getWebhook(actor, params.id ?? ""),
  }),
  route({
    method: "PATCH",
    path: `${root}/{id}`,
    summary: "Change a webhook. Disabled, nothing is sent; what happens meanwhile waits until it is enabled",
    tag,
    permission,
    body: webhookChange,
    response: webhookJson,
    handle: async ({ actor, params, body }) => (await changeWebhook(actor, { id: params.id ?? "", ...body })).result,
  }),
  route({
    method: "DELETE",
    path: `${root}/{id}`,
    summary: "Take a webhook away, with what waits for it and its log",
    tag,
    permission,
    status: 204,
    async handle({ actor, params }) {
      await removeWebhook(actor, { id: params.id ?? "" });
      return reply({ status: 204 });
    },
  }),
  route({
    method: "POST",
    path: `${root}/{id}/rotate`,
    summary: "A new secret, shown once; for 24 h messages carry the former one's signature too",
    tag,
    permission,
    response: newWebhookJson,
    status: 201,
    secret: ["secret"],
    handle: async ({ actor, params, idempotent }) =>
      (await rotateWebhook(actor, { id: params.id ?? "" }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: `${root}/{id}/ping`,
    summary:
      "Send `webhook.ping`, tried once; what came of it stands in the deliveries. If it arrives, whatever waits for its next attempt is sent at once",
    tag,
    permission,
    response: deliveryJson,
    status: 202,
    handle: async ({ actor, params, idempotent }) =>
      (await pingWebhook(actor, { id: params.id ?? "" }, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: `${root}/{id}/deliveries`,
    summary: "A webhook's deliveries, the latest first; `state=dead` lists what never arrived",
    tag,
    permission,
    query: pageQuery.extend({ state: z.enum(DELIVERY_STATES).optional() }),
    response: listOf(deliveryJson),
    async handle({ actor, params, query: { limit, cursor, state } }) {
      const last = lastOf(cursor);
      return page(await deliveryPage(actor, params.id ?? "", state, limit, last), limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "POST",
    path: `${root}/deliveries/{id}/replay`,
    summary: "Send a message again under the same id, whether it is dead or arrived, tried for another three days",
    tag,
    permission,
    response: deliveryJson,
    status: 202,
    handle: async ({ actor, params, idempotent }) =>
      (await replayDelivery(actor, { id: params.id ?? "" }, { idempotent })).result,
  }),
];

/** The catalogue of events for the OpenAPI document: what a webhook of format `standard` is sent. */
export const eventCatalogue = Object.fromEntries(
  Object.entries(EVENT_KINDS).map(([kind, { when, subject, data }]) => [
    kind,
    {
      post: {
        summary: when,
        tags: [tag],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["id", "type", "timestamp", "subject", "data"],
                properties: {
                  id: { type: "string", description: "The same in every message about this event" },
                  type: { const: kind },
                  timestamp: { type: "string", format: "date-time" },
                  subject: { type: "string", description: `${subject}: events of a subject come in order` },
                  data: { type: "object", example: data },
                },
              },
            },
          },
        },
        responses: { "2XX": { description: "It arrived; anything else is tried again" } },
      },
    },
  ]),
);
