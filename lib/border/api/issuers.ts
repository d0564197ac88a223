import { z } from "zod";
import { ISSUER_KINDS, issuerFields } from "@/lib/domain/issuer";
import { getIssuer, listIssuers } from "@/lib/queries/issuers";
import { putIssuer } from "@/lib/services/issuers/put";
import { revokeIssuer } from "@/lib/services/issuers/revoke";
import { route } from "../route";
import { listOf, time } from "./common-schemas";

const tag = "Evidence";

const issuerJson = z
  .object({
    slug: z.string(),
    name: z.string(),
    kind: z
      .enum(ISSUER_KINDS)
      .describe("own: the provider's word, signed (weight 0.5); counterparty, third_party: weight 1"),
    keys: z.array(
      z.object({
        id: z.string().describe("What `keyid` or `kid` of a signature names: the given `kid`, or the key's thumbprint"),
        jwk: z.record(z.string(), z.unknown()),
      }),
    ),
    createdAt: time,
    updatedAt: time,
    revokedAt: time.nullable(),
  })
  .meta({ id: "Issuer" });

export const issuerRoutes = [
  route({
    method: "GET",
    path: "/api/v1/issuers",
    summary: "Issuers of signed evidence, by slug",
    tag,
    permission: "read",
    response: listOf(issuerJson),
    handle: async ({ actor }) => ({ items: await listIssuers(actor), nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/api/v1/issuers/{slug}",
    summary: "One issuer",
    tag,
    permission: "read",
    response: issuerJson,
    handle: ({ actor, params }) => getIssuer(actor, params.slug ?? ""),
  }),
  route({
    method: "PUT",
    path: "/api/v1/issuers/{slug}",
    summary: "Register an issuer of signed evidence, or change its public keys",
    tag,
    permission: "issuer.write",
    body: issuerFields,
    response: issuerJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await putIssuer(actor, { slug: params.slug ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "DELETE",
    path: "/api/v1/issuers/{slug}",
    summary: "Revoke an issuer: its signatures are refused from now on, what it signed before stays",
    tag,
    permission: "issuer.write",
    response: issuerJson,
    handle: async ({ actor, params }) => (await revokeIssuer(actor, { slug: params.slug ?? "" })).result,
  }),
];
