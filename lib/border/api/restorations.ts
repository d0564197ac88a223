import { z } from "zod";
import { signRestorationInput } from "@/lib/services/restorations/shared";
import { signRestoration } from "@/lib/services/restorations/sign";
import { type Route, route } from "../route";
import { time } from "./common-schemas";

const restorationJson = z
  .object({
    agent: z.string(),
    pact: z.string(),
    clause: z.string(),
    trigger: z.enum(["failures", "drift"]),
    release: z.string().describe("Empty where the clause is not per release"),
    state: z.enum(["signed", "restored"]).describe("`signed`: another person's word is still needed"),
    signoffs: z.array(
      z.object({
        member: z.object({ id: z.string(), name: z.string() }),
        team: z.string(),
        inside: z.boolean().describe("Of the team that owns the clause"),
        at: time,
      }),
    ),
    needs: z.array(z.string()).describe("What is still needed, in words"),
    latches: z.array(z.string()),
  })
  .meta({ id: "Restoration" });

export const restorationRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/restorations",
    summary: "Sign off that a latched consequence may be lifted; refused until the evidence suffices",
    tag: "Restorations",
    permission: "restoration.sign",
    body: signRestorationInput,
    response: restorationJson,
    status: 201,
    handle: async ({ actor, body, idempotent }) => (await signRestoration(actor, body, { idempotent })).result,
  }),
];
