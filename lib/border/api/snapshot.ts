import { z } from "zod";
import { signSnapshot, snapshotKey } from "@/lib/services/decisions/sign-snapshot";
import { holdsTag } from "../etag";
import { type Route, reply, route } from "../route";

const tag = "Live";

export const snapshotRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/snapshot",
    summary:
      "What decisions are made from, signed, to decide locally: no secrets, no evidence but what windows and scores need. ETag is the revision; `If-None-Match` answers 304 while it is the newest",
    tag,
    permission: "snapshot.read",
    tagged: true,
    query: z.object({
      minRevision: z.coerce
        .number()
        .int()
        .positive()
        .optional()
        .describe("This revision or a later one, as the stream told it"),
    }),
    response: z.object({
      signature: z.object({
        algorithm: z.literal("Ed25519"),
        key: z.string().describe("Id of the key at /api/v1/snapshot/key"),
        value: z.string().describe("Base64, over the canonical JSON (RFC 8785) of `snapshot`"),
      }),
      snapshot: z.looseObject({ format: z.string(), organisation: z.string(), revision: z.int() }),
    }),
    handle: async ({ actor, query: { minRevision }, request }) => {
      const held = request.header("if-none-match");
      const known = (revision: number) => holdsTag(held, `"${revision}"`);
      const { revision, text } = await signSnapshot(actor, { known, minRevision });
      const headers = { etag: `"${revision}"`, "cache-control": "private, no-cache" };
      return text === null
        ? reply({ status: 304, headers })
        : reply({ text, headers: { ...headers, "content-type": "application/json" } });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/snapshot/key",
    summary: "The public key that snapshots are signed with",
    tag,
    permission: null,
    response: z.object({
      id: z.string(),
      algorithm: z.literal("Ed25519"),
      publicKey: z.string().describe("Base64 of 32 bytes"),
    }),
    handle: async () => snapshotKey(),
  }),
];
