import { z } from "zod";
import { controlReferences, writeControls } from "@/lib/domain/control";
import { invalid, notFound } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import type { PactDocument } from "@/lib/domain/pact";
import { verb } from "../verb";

export const controlsBody = z.strictObject({ controls: controlReferences });

/**
 * Says what of ISO 42001, SOC 2, the EU AI Act or another framework a pact's clauses answer to, in place of what was said
 * before. It stands beside the pact: no version changes by it, and no decision.
 * @throws SuretyError not_found, invalid where the newest version has no such clause
 */
export const setControls = verb({
  name: "pact.controls",
  permission: "pact.write",
  input: controlsBody.extend({ pact: slug }),
  async work({ tx, organisationId, requireWorkflow }, { pact, controls }) {
    const newest = await tx.pactVersion.findFirst({ where: { organisationId, pact }, orderBy: { version: "desc" } });
    if (!newest) throw notFound();
    requireWorkflow(newest.workflow);
    const live = await tx.pactVersion.findFirst({ where: { organisationId, pact, state: "live" } });
    const known = [newest, live].flatMap((one) =>
      one ? (one.document as unknown as PactDocument).clauses.map(({ key }) => key) : [],
    );
    const strange = Object.keys(controls).filter((key) => !known.includes(key));
    if (strange.length > 0)
      throw invalid(strange.map((key) => ({ path: `controls.${key}`, message: "is no clause of this pact" })));
    await tx.clauseControl.deleteMany({ where: { organisationId, pact } });
    const rows = Object.entries(controls).flatMap(([clause, all]) =>
      all.map((one, place) => ({ organisationId, pact, clause, place, ...one })),
    );
    await tx.clauseControl.createMany({ data: rows });
    const said = Object.fromEntries(Object.entries(controls).map(([key, all]) => [key, writeControls(all)]));
    return {
      result: { controls },
      entries: [{ kind: "pact.controls_set", subject: `pact/${pact}`, payload: { pact, controls: said } }],
      effect: "none",
    };
  },
});
