import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { systemActor } from "@/lib/domain/roles";
import { logKey } from "@/lib/queries/log";
import { verifyProgram } from "@/lib/runtime/verify-program";
import { reply, route } from "../route";
import { addressOf, seen, visit } from "./open";
import { programPage } from "./replies";
import { PROGRAM, verifyPage } from "./verify-page";

const tag = "Trust report";

/** Where a reader verifies a report in their own browser. */
export const verifyRoutes = [
  route({
    method: "GET",
    path: PROGRAM,
    tag,
    permission: null,
    summary: "The program that verifies a report in its reader's browser: the verifier of the command line",
    media: "text/javascript",
    response: z.string(),
    async handle() {
      const text = await verifyProgram();
      if (text === null) throw notFound();
      return reply({
        text,
        headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "public, max-age=300" },
      });
    },
  }),
  route({
    method: "GET",
    path: "/r/{token}/verify",
    tag,
    permission: null,
    media: "text/html",
    response: z.string(),
    summary: "A page that verifies the report in its reader's browser, and says how to do it without one",
    handle: (call) =>
      visit(call, async (report) => {
        const actor = systemActor(report.organisationId);
        const key = await logKey(actor, null).catch(() => null);
        await seen(report, call.request, "verify");
        return programPage(
          await verifyPage({
            address: addressOf(call.params.token),
            pact: null,
            audience: report.audience,
            origin: key?.split("+")[0] ?? "",
            key,
            pins: null,
          }),
        );
      }),
  }),
];
