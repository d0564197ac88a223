import { z } from "zod";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier } from "@/lib/domain/fields";
import { type VerbContext, verb } from "../verb";
import { CONFIRM_MS, readerActor } from "./shared";

const subscription = z.strictObject({ id: identifier });

async function heldSubscriber({ tx, organisationId }: VerbContext, id: string) {
  const where = { organisationId_id: { organisationId, id } };
  const found = await tx.reportSubscriber.findUnique({
    where,
    include: { reportRow: { select: { audience: true } } },
  });
  if (!found) throw notFound();
  const to = found.kind === "email" ? found.address : new URL(found.address).host;
  const payload = { audience: found.reportRow.audience, by: found.kind, to, recipient: found.recipient };
  return { ...found, entry: { subject: `report/${found.report}`, payload } };
}

/**
 * The word of whoever has an address that it wants to be told. @throws SuretyError conflict where it is over, or was asked more
 * than a day ago
 */
export const confirmSubscription = verb({
  name: "report.confirm_subscription",
  permission: "read",
  input: subscription,
  async work(context, { id }) {
    const { tx, now, organisationId } = context;
    const { confirmedAt, report, recipient, entry } = await heldSubscriber(context, id);
    if (confirmedAt !== null) return { unchanged: true, result: null };
    const asked = { gt: new Date(now - CONFIRM_MS) };
    const { count } = await tx.reportSubscriber.updateMany({
      where: { organisationId, id, kind: "email", confirmedAt: null, endedAt: null, askedAt: asked },
      data: { confirmedAt: new Date(now) },
    });
    if (count === 0) throw conflict("It cannot be confirmed any more. Ask for it again on the report's page.");
    const actor = readerActor(report, { recipient });
    return {
      result: null,
      entries: [{ kind: "report.subscription_confirmed", ...entry, actor }],
      effect: "none",
    };
  },
});

/** Tells an address nothing any more, what waits for it included. */
async function end(context: VerbContext, id: string) {
  const { tx, now, organisationId } = context;
  const found = await heldSubscriber(context, id);
  const { count } = await tx.reportSubscriber.updateMany({
    where: { organisationId, id, endedAt: null },
    data: { endedAt: new Date(now) },
  });
  if (count === 0) throw conflict("This subscription ended before.", "ended");
  await tx.webhook.deleteMany({ where: { organisationId, subscriber: id } });
  await tx.notice.deleteMany({ where: { organisationId, recipient: id, mailedAt: null } });
  return found;
}

/** A reader wants to be told no more. @throws SuretyError conflict where it is over */
export const unsubscribe = verb({
  name: "report.unsubscribe",
  permission: "read",
  input: subscription,
  async work(context, { id }) {
    const { report, recipient, entry } = await end(context, id);
    const actor = readerActor(report, { recipient });
    return { result: null, entries: [{ kind: "report.unsubscribed", ...entry, actor }], effect: "none" };
  },
});

/** Whoever shares reports has an address told no more. @throws SuretyError not_found, conflict where it is over */
export const removeSubscriber = verb({
  name: "report.remove_subscriber",
  permission: "report.share",
  input: subscription,
  async work(context, { id }) {
    const { entry } = await end(context, id);
    return { result: null, entries: [{ kind: "report.subscriber_removed", ...entry }], effect: "none" };
  },
});
