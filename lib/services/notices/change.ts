import { z } from "zod";
import { asJson } from "@/lib/db/rows";
import { canonicalJson } from "@/lib/domain/canonical";
import { noticeSettings, storedNoticeSettings } from "@/lib/domain/notice-settings";
import { verb } from "../verb";

const { email, topics, timeZone, dailyAt, quiet, urgent, weekly } = noticeSettings.shape;

/** What is absent stays as it is. */
export const noticeChange = z.strictObject({
  email: email.unwrap().optional(),
  topics: topics.unwrap().optional(),
  timeZone: timeZone.unwrap().optional(),
  dailyAt: dailyAt.unwrap().optional(),
  quiet: quiet.unwrap().optional(),
  urgent: urgent.unwrap().optional(),
  weekly: weekly.unwrap().optional(),
});

/** Changes what a member is told by mail, and when: their own settings only. Topics are changed one by one. */
export const changeNotices = verb({
  name: "notices.change",
  permission: "self.write",
  input: noticeChange,
  async work({ tx, now, actor, organisationId }, given) {
    const where = { organisationId_memberId: { organisationId, memberId: actor.id } };
    await tx.$queryRaw`SELECT 1 FROM member WHERE organisation_id = ${organisationId} AND id = ${actor.id} FOR UPDATE`;
    const before = storedNoticeSettings((await tx.noticeSettings.findUnique({ where }))?.settings);
    const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const after = { ...before, ...said, topics: { ...before.topics, ...given.topics } };
    if (canonicalJson(after) === canonicalJson(before)) return { unchanged: true, result: before };
    const row = { settings: asJson(after), updatedAt: new Date(now) };
    await tx.noticeSettings.upsert({ where, update: row, create: { organisationId, memberId: actor.id, ...row } });
    return {
      result: after,
      entries: [{ kind: "notices.changed", subject: `member/${actor.id}`, payload: {} }],
      effect: "none",
    };
  },
});
