import { gzipSync } from "node:zlib";
import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { logCheckpoint, logConsistency, logInclusion, logKey, logPage, logTile } from "@/lib/queries/log";
import { decisionReceipt, entryReceipt, logBundle, subjectReceipt } from "@/lib/queries/log-files";
import { eraseEntry, eraseInput } from "@/lib/services/ledger/erase";
import { readerByToken } from "../report/open";
import { type Route, reply, route } from "../route";
import { bundleSchema, receiptSchema } from "./ledger-schemas";
import { witnessRoutes } from "./witnesses";

const tag = "Ledger";
const hash = z.string().describe("Base64 of 32 bytes");
const count = (least: number) => z.coerce.number().int().min(least).max(Number.MAX_SAFE_INTEGER);

/** Behind a key: never kept by a cache that others share. What is full, and a partial tile too, never changes. */
const FOREVER = "private, max-age=31536000, immutable";
const byToken = {
  token: z.string().optional().describe("In place of a key: the token of a trust report that rests on this log"),
};
const log = { tag, permission: "read", guest: readerByToken } as const;
const PLAIN = { "content-type": "text/plain; charset=utf-8", "cache-control": "private, no-cache" };

const tiles = [
  route({
    method: "GET",
    path: "/api/v1/ledger/{org}/checkpoint",
    summary:
      "The ledger's newest signed head (C2SP tlog-checkpoint): name, size and root as a signed note, with the cosignatures of witnesses. `org` is the organisation's slug",
    ...log,
    query: z.object(byToken),
    media: "text/plain",
    response: z.string(),
    handle: async ({ actor, params }) => reply({ text: await logCheckpoint(actor, params.org ?? ""), headers: PLAIN }),
  }),
  route({
    method: "GET",
    path: "/api/v1/ledger/{org}/key",
    summary: "The verifier key (C2SP signed-note, `name+hash+base64`) that checkpoints are signed with: pin it",
    ...log,
    query: z.object(byToken),
    media: "text/plain",
    response: z.string(),
    handle: async ({ actor, params }) => reply({ text: `${await logKey(actor, params.org ?? "")}\n`, headers: PLAIN }),
  }),
  route({
    method: "GET",
    path: "/api/v1/ledger/{org}/tile/{tile}",
    rest: true,
    summary:
      "A tile of hashes, `0/x001/234.p/12`, or a bundle of leaves, `entries/…` (C2SP tlog-tiles): it never changes. Leaves hold kind, time and salted commitments, nothing plain",
    ...log,
    query: z.object(byToken),
    media: "application/octet-stream",
    response: z.string().describe("Bytes"),
    handle: async ({ actor, params, request }) => {
      const { org = "", tile = "" } = params;
      const bytes = await logTile(actor, org, tile);
      const headers = { "content-type": "application/octet-stream", "cache-control": FOREVER, vary: "authorization" };
      // Hashes do not deflate; leaves do.
      if (!tile.startsWith("entries/") || !/\bgzip\b/.test(request.header("accept-encoding") ?? ""))
        return reply({ bytes, headers });
      const vary = "authorization, accept-encoding";
      return reply({ bytes: gzipSync(bytes), headers: { ...headers, vary, "content-encoding": "gzip" } });
    },
  }),
];

const proofs = [
  route({
    method: "GET",
    path: "/api/v1/ledger/entries",
    summary: "Signed entries from a number on: leaf, and the facts and salt that open its commitment",
    tag,
    permission: "read",
    query: z.object({ from: count(0).default(0), limit: count(1).max(1000, "from 1 to 1000").default(200) }),
    response: z.object({
      items: z.array(
        z.object({
          index: z.int(),
          leaf: z.string().describe("Canonical JSON: the bytes that the tree holds"),
          facts: z
            .object({ actor: z.unknown(), subject: z.string(), payload: z.unknown() })
            .nullable()
            .describe("null: erased"),
          salt: z.string().nullable().describe("64 hex digits; HMAC-SHA256(salt, canonical facts) is the commitment"),
        }),
      ),
      size: z.int().describe("How many are signed"),
      next: z.int().nullable().describe("`from` of the next page"),
    }),
    handle: async ({ actor, query }) => logPage(actor, query.from, query.limit),
  }),
  route({
    method: "GET",
    path: "/api/v1/ledger/proof/inclusion",
    summary: "That an entry stands at its number (RFC 6962 2.1.1)",
    ...log,
    query: z.object({ ...byToken, index: count(0), size: count(1).optional().describe("Default: the signed size") }),
    response: z.object({ index: z.int(), size: z.int(), leafHash: hash, root: hash, proof: z.array(hash) }),
    handle: async ({ actor, query }) => logInclusion(actor, query.index, query.size),
  }),
  route({
    method: "GET",
    path: "/api/v1/ledger/proof/consistency",
    summary: "That the log at a size is the start of the log at a later one (RFC 6962 2.1.2)",
    ...log,
    query: z.object({ ...byToken, from: count(1), to: count(1).optional().describe("Default: the signed size") }),
    response: z.object({ from: z.int(), to: z.int(), root: hash.describe("At `to`"), proof: z.array(hash) }),
    handle: async ({ actor, query }) => logConsistency(actor, query.from, query.to),
  }),
];

const since = count(1).optional().describe("The size of the log that you have seen: shows that it was extended");

const files = [
  route({
    method: "GET",
    path: "/api/v1/ledger/bundle",
    summary:
      "A range of the ledger as one file that is verified without us: `npm run surety -- verify FILE`, or /ledger/verify in the console",
    tag,
    permission: "read",
    query: z.object({
      from: count(0).default(0),
      to: count(0).optional().describe("Default: all that is signed"),
      since,
    }),
    response: bundleSchema,
    handle: async ({ actor, query: { from, to, since: seen } }) => {
      const bundle = await logBundle(actor, from, to, seen);
      return file(bundle, `ledger-${from}`);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/ledger/entries/{index}/receipt",
    summary: "The receipt of one entry (C2SP tlog-proof), verified without us",
    tag,
    permission: "read",
    query: z.object({ since }),
    response: receiptSchema,
    handle: async ({ actor, params, query }) => {
      const index = numberOf(params.index);
      return file(await entryReceipt(actor, index, query.since), `entry-${index}`);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/decisions/{id}/receipt",
    summary: "The receipt of a decision: the way from its sealed line to the ledger's signed head, verified without us",
    tag,
    permission: "read",
    query: z.object({ since }),
    response: receiptSchema,
    handle: async ({ actor, params: { id = "" }, query }) => file(await decisionReceipt(actor, id, query.since), id),
  }),
  route({
    method: "GET",
    path: "/api/v1/overrides/{id}/receipt",
    summary: "The receipt of what the ledger says last of an override",
    tag,
    permission: "read",
    query: z.object({ since }),
    response: receiptSchema,
    handle: async ({ actor, params: { id = "" }, query }) =>
      file(await subjectReceipt(actor, { subject: `override/${id}` }, query.since), id),
  }),
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/receipt",
    summary: "The receipt of a published pact version",
    tag,
    permission: "read",
    query: z.object({ version: count(1).optional().describe("Default: the newest that was published"), since }),
    response: receiptSchema,
    handle: async ({ actor, params: { slug = "" }, query: { version, since: seen } }) => {
      const of = { subject: `pact/${slug}`, kind: "pact.published", payload: version ? { version } : undefined };
      return file(await subjectReceipt(actor, of, seen), `${slug}-receipt`);
    },
  }),
];

/** An answer that browsers keep as a file. @param name without its ending */
const file = (json: unknown, name: string) =>
  reply({
    json,
    headers: { "content-disposition": `attachment; filename="${name.replaceAll(/[^\w.-]/g, "_")}.json"` },
  });

const erasing = route({
  method: "POST",
  path: "/api/v1/ledger/entries/{index}/erase",
  summary:
    "Erase an entry's facts for good: its leaf stays and proves its place, and an entry of its own says who erased it and why",
  tag,
  permission: "organisation.write",
  body: eraseInput,
  response: z.object({ index: z.int(), kind: z.string() }),
  handle: async ({ actor, params, body, idempotent }) =>
    (await eraseEntry(actor, { ...body, index: numberOf(params.index) }, { idempotent })).result,
});

/** A number in a path. @throws SuretyError not_found */
function numberOf(text = ""): number {
  if (!/^\d{1,9}$/.test(text)) throw notFound();
  return Number(text);
}

export const ledgerRoutes: Route[] = [...tiles, ...proofs, ...files, erasing, ...witnessRoutes];
