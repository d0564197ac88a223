import { type MailView, mailView } from "@/lib/db/mail";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/**
 * Mail of the organisation, the latest first, one more than `limit`: to whom, about what, what came of it; never what it says.
 * @param before id of the last one of the page before
 */
export async function mailPage(
  actor: Actor,
  state: string | undefined,
  limit: number,
  before?: string,
): Promise<MailView[]> {
  const { organisationId } = actor;
  const where = { organisationId, state, id: before === undefined ? undefined : { lt: before } };
  const rows = await read(
    actor,
    (tx) => tx.mail.findMany({ where, orderBy: { id: "desc" }, take: limit + 1, omit: { text: true, html: true } }),
    "webhook.write",
  );
  return rows.map(mailView);
}
