import { listKeys } from "@/lib/queries/keys";
import { createKey, createKeyInput } from "@/lib/services/keys/create";
import { revokeKey } from "@/lib/services/keys/revoke";
import { rotateKey, rotation } from "@/lib/services/keys/rotate";
import { decodeCursor, page, pageQuery } from "../page";
import { reply, route } from "../route";
import { listedKeyJson, listOf, newKeyJson } from "./people-schemas";

const tag = "Keys";

export const keyRoutes = [
  route({
    method: "GET",
    path: "/api/v1/keys",
    summary: "One's own keys; all of the organisation's for owners",
    tag,
    permission: "key.own",
    query: pageQuery,
    response: listOf(listedKeyJson),
    async handle({ actor, query: { limit, cursor } }) {
      return page(await listKeys(actor, { limit, after: decodeCursor(cursor) }), limit, (key) => [key.id]);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/keys",
    summary: "Make a key; it is shown once",
    tag,
    permission: "key.own",
    body: createKeyInput,
    response: newKeyJson,
    status: 201,
    secret: ["key"],
    handle: async ({ actor, body, idempotent }) => (await createKey(actor, body, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/keys/{id}/rotate",
    summary: "Make a key's successor, shown once; the old one ends after the overlap",
    tag,
    permission: "key.own",
    body: rotation,
    response: newKeyJson,
    status: 201,
    secret: ["key"],
    async handle({ actor, params, body, idempotent }) {
      return (await rotateKey(actor, { key: params.id ?? "", ...body }, { idempotent })).result;
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/keys/{id}",
    summary: "Revoke a key: it stops at the next request",
    tag,
    permission: "key.own",
    status: 204,
    async handle({ actor, params }) {
      await revokeKey(actor, { key: params.id ?? "" });
      return reply({ status: 204 });
    },
  }),
];
