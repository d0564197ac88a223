import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { CONSENT, consents, consentTo } from "@/lib/domain/countersign";
import { conflict, invalidField } from "@/lib/domain/errors";
import { linkClosed } from "../link-closed";
import { verb } from "../verb";
import { counterpartyActor, counterpartyInput, movedOnMeanwhile, spokenOf } from "./shared-counterparty";

const countersignInput = counterpartyInput.extend({
  /** The words of consent, as they were typed. */
  consent: z.string({ error: `must be the words ${CONSENT}` }).max(200, { error: `must be the words ${CONSENT}` }),
});

const again = () => conflict("This wording bears your countersignature already.", "countersigned");

/**
 * A counterparty's word on one wording, given behind its link: written down by Surety for whoever holds it.
 * @throws SuretyError invalid where the consent was not typed; conflict where the wording changed, or they signed before
 */
export const countersignPact = verb({
  name: "pact.countersign",
  permission: "read",
  input: countersignInput,
  async work(context, { consent, ...who }) {
    const { tx, now, id, organisationId } = context;
    if (!consents(consent)) throw invalidField("consent", `must be the words ${CONSENT}`);
    const { pact, version, hash, document, audience } = await spokenOf(context, who);
    const { report, name, email } = who;
    const says = consentTo(document.title, version, hash);
    const row = { organisationId, id: id("csg"), pact, version, hash, report, name, email, says, at: new Date(now) };
    await guarded({ unique: again, SY012: movedOnMeanwhile, SY013: linkClosed }, () =>
      tx.countersignature.create({ data: row }),
    );
    const payload = { pact, version, hash, countersignature: row.id, name, email, says, report, audience };
    const entry = { kind: "pact.countersigned", subject: `pact/${pact}`, payload };
    return {
      result: { id: row.id, pact, version, hash },
      entries: [{ ...entry, actor: counterpartyActor(report, who) }],
      effect: "none",
      outbox: [entry],
    };
  },
});
