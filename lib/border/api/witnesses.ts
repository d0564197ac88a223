import { z } from "zod";
import { witnessList } from "@/lib/queries/witnesses";
import { addWitness, addWitnessInput } from "@/lib/services/witnesses/add";
import { removeWitness } from "@/lib/services/witnesses/remove";
import { type Route, route } from "../route";

const tag = "Ledger";

export const witnessRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/ledger/witnesses",
    summary: "Who is asked to cosign the ledger's signed heads, and up to where each did",
    tag,
    permission: "read",
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          url: z.string(),
          key: z.string(),
          addedAt: z.string(),
          size: z.int().describe("Entries of the newest head that it cosigned"),
          cosignedAt: z.string().nullable(),
          problem: z.string().nullable().describe("Why it did not cosign when it was asked last"),
        }),
      ),
      nextCursor: z.null(),
    }),
    handle: async ({ actor }) => ({ items: await witnessList(actor), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/api/v1/ledger/witnesses",
    summary: "Name a witness (C2SP tlog-witness): it is asked to cosign every signed head",
    tag,
    permission: "organisation.write",
    status: 201,
    body: addWitnessInput,
    response: z.object({ id: z.string(), name: z.string(), url: z.string(), key: z.string() }),
    handle: async ({ actor, body, idempotent }) => (await addWitness(actor, body, { idempotent })).result,
  }),
  route({
    method: "DELETE",
    path: "/api/v1/ledger/witnesses/{id}",
    summary: "Ask a witness no more; what it cosigned stays valid",
    tag,
    permission: "organisation.write",
    handle: async ({ actor, params }) => {
      await removeWitness(actor, { id: params.id ?? "" });
    },
  }),
];
