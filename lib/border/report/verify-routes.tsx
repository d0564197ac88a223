import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { systemActor } from "@/lib/domain/roles";
import { dsseEnvelope } from "@/lib/domain/signed-evidence";
import { keyPins } from "@/lib/queries/key-pins";
import { verifyProgram } from "@/lib/runtime/verify-program";
import { countersignKey } from "@/lib/services/pins/countersign";
import { reply, route } from "../route";
import { linksOf, ofPact, opened, pactQuery, seen, visit } from "./open";
import { Pins } from "./pins";
import { programPage, QUIET } from "./replies";
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
    query: pactQuery,
    handle: (call) =>
      visit(call, async (report) => {
        const actor = systemActor(report.organisationId);
        const pins = await keyPins(actor);
        const { key } = pins;
        const links = linksOf(call.params.token, report, ofPact(report, call.query.pact).pact);
        await seen(report, call.request, "verify");
        return programPage(
          await verifyPage({
            ...links,
            audience: report.audience,
            origin: key?.split("+")[0] ?? "",
            key,
            pins: <Pins pins={pins} address={links.address} />,
          }),
        );
      }),
  }),
  route({
    method: "POST",
    path: "/r/{token}/key",
    tag,
    permission: null,
    summary:
      "A counterparty's signature over the ledger's key (DSSE of the key line, application/vnd.surety.log-key), by a key that is registered as an issuer's",
    body: dsseEnvelope,
    longest: 20_000,
    response: z.object({ issuer: z.string(), keyId: z.string() }),
    status: 201,
    async handle(call) {
      const report = await opened(call);
      const envelope = call.body;
      const { result } = await countersignKey(systemActor(report.organisationId), { report: report.id, envelope });
      return reply({ status: 201, json: result, headers: QUIET });
    },
  }),
];
