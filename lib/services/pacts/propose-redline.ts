import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { asJson } from "@/lib/db/rows";
import { wordingsOf } from "@/lib/domain/countersign";
import { conflict, invalidField } from "@/lib/domain/errors";
import { text } from "@/lib/domain/fields";
import { linkClosed } from "../link-closed";
import { verb } from "../verb";
import { counterpartyActor, counterpartyInput, movedOnMeanwhile, spokenOf } from "./shared-counterparty";

/** Redlines of one link that nobody has answered yet. */
const MOST_OPEN = 20;

const proposeRedlineInput = counterpartyInput.extend({
  /** Obligations by clause, as they were typed; those that were not touched propose nothing. */
  wordings: z.record(z.string(), text(4000)),
  remark: text(4000).optional(),
});

/**
 * Other wording that a counterparty proposes behind its link. It waits for an author; by itself it changes nothing.
 * @throws SuretyError invalid where nothing differs and nothing is said; conflict where the wording changed meanwhile
 */
export const proposeRedline = verb({
  name: "pact.redline",
  permission: "read",
  input: proposeRedlineInput,
  async work(context, { wordings: typed, remark = null, ...who }) {
    const { tx, now, id, organisationId } = context;
    const { pact, version, hash, document, audience } = await spokenOf(context, who);
    const { report, name, email } = who;
    const wordings = wordingsOf(document, new Map(Object.entries(typed)));
    if (wordings.length === 0 && remark === null)
      throw invalidField("wordings", "must differ from the version somewhere, or a remark must be made");
    const open = await tx.redline.count({ where: { organisationId, report, answer: null } });
    if (open >= MOST_OPEN)
      throw conflict(`${MOST_OPEN} proposals of yours wait for an answer; more come after it.`, "too_many");
    const row = { organisationId, id: id("rdl"), pact, version, hash, report, name, email, remark };
    await guarded({ SY012: movedOnMeanwhile, SY013: linkClosed }, () =>
      tx.redline.create({
        data: { ...row, wordings: asJson(wordings), at: new Date(now) },
      }),
    );
    const payload = { pact, version, hash, redline: row.id, wordings, remark, name, email, report, audience };
    const entry = { kind: "pact.redlined", subject: `pact/${pact}`, payload };
    return {
      result: { id: row.id, pact, version, hash, wordings },
      entries: [{ ...entry, actor: counterpartyActor(report, who) }],
      effect: "none",
      outbox: [entry],
    };
  },
});
