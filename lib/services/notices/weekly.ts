import { z } from "zod";
import { mailView } from "@/lib/db/mail";
import { weekFacts } from "@/lib/db/week";
import { conflict } from "@/lib/domain/errors";
import { storedNoticeSettings, wantsWeek, weekDue } from "@/lib/domain/notice-settings";
import { type Role, systemActor } from "@/lib/domain/roles";
import { weekLetter } from "@/lib/domain/week-letter";
import { consoleUrl } from "@/lib/runtime/console-url";
import { runtime } from "@/lib/runtime/runtime";
import { sendMail } from "@/lib/runtime/send-mail";
import { ownMailSettings } from "@/lib/runtime/smtp";
import { eachAlone } from "../each-alone";
import { type VerbContext, verb } from "../verb";

const DAY_MS = 24 * 3_600_000;

async function letterOf({ tx, now, organisationId }: VerbContext) {
  const { snapshots, url } = runtime();
  return weekLetter(await weekFacts(tx, await snapshots.get(organisationId), now), consoleUrl(url));
}

/** Sends the week to every member who wants it and is due it: each once, whoever else looks at the same time. */
const sendWeeks = verb({
  name: "notices.send_weeks",
  permission: "self.write",
  input: z.strictObject({}),
  async work(context) {
    const { tx, now, organisationId } = context;
    const due = await dueMembers(context);
    if (due.length === 0) return { unchanged: true, result: 0 };
    const letter = await letterOf(context);
    let sent = 0;
    for (const { id, email, week } of due) {
      const row = { organisationId, memberId: id, week, at: new Date(now) };
      const { count } = await tx.weeklyMail.createMany({ data: [row], skipDuplicates: true });
      if (count === 0) continue;
      const mail = await sendMail(context, { to: email, letter, about: `week/${week}` });
      await tx.weeklyMail.updateMany({ where: { organisationId, memberId: id, week }, data: { mail } });
      sent += 1;
    }
    return { unchanged: true, result: sent };
  },
});

async function dueMembers({ tx, now, organisationId }: VerbContext) {
  const members = await tx.member.findMany({
    where: { organisationId, removedAt: null },
    include: { notices: true, weeks: { where: { at: { gt: new Date(now - 8 * DAY_MS) } }, select: { week: true } } },
  });
  return members.flatMap(({ id, email, role, createdAt, notices, weeks }) => {
    const settings = storedNoticeSettings(notices?.settings);
    const week = wantsWeek(settings, role as Role) ? weekDue(settings, now) : null;
    // Whoever came this week is told of the next.
    if (week === null || createdAt.getTime() >= Date.parse(week)) return [];
    return weeks.some((one) => one.week === week) ? [] : [{ id, email, week }];
  });
}

/** Every organisation, each in a unit of its own; none where this installation sends no mail. */
export async function sendDueWeeks(): Promise<void> {
  if (ownMailSettings().problem !== null) return;
  const rows = await runtime().db.system((tx) => tx.organisation.findMany({ select: { id: true } }));
  await eachAlone(rows, ({ id }) => sendWeeks(systemActor(id), {}), "some weeks wait for the next sweep");
}

/**
 * Sends a member the week that ends now, on request.
 * @throws SuretyError conflict where this installation sends no mail, saying what is missing
 */
export const sendOwnWeek = verb({
  name: "notices.own_week",
  permission: "self.write",
  input: z.strictObject({}),
  async work(context) {
    const { tx, actor, organisationId } = context;
    const where = { organisationId_id: { organisationId, id: actor.id } };
    const { email: to } = await tx.member.findUniqueOrThrow({ where, select: { email: true } });
    const id = await sendMail(context, { to, letter: await letterOf(context), about: "week/asked" });
    if (id === null) throw conflict(ownMailSettings().problem ?? "No mail is sent.");
    const row = await tx.mail.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
    return {
      result: mailView(row),
      entries: [{ kind: "mail.week_asked", subject: `member/${actor.id}`, payload: { mail: id } }],
      effect: "none",
    };
  },
});
