import { type NoticeSettings, storedNoticeSettings } from "@/lib/domain/notice-settings";
import type { Actor } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import { read } from "./read";

export interface OwnNotices {
  settings: NoticeSettings;
  /** Urgent kinds pass quiet hours for everybody. */
  urgentPassesQuiet: boolean;
  /** What is on its way: how much waits, and when the next of it is due. */
  waiting: { count: number; nextAt: string | null };
}

/** What a member is told by mail, and when: their own. */
export async function ownNotices(actor: Actor): Promise<OwnNotices> {
  const { organisationId, id: memberId } = actor;
  return read(
    actor,
    async (tx) => {
      const where = { organisationId_memberId: { organisationId, memberId } };
      const row = await tx.noticeSettings.findUnique({ where });
      const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
      const waits = { organisationId, recipient: memberId, mailedAt: null };
      const { _count, _min } = await tx.notice.aggregate({ where: waits, _count: true, _min: { dueAt: true } });
      return {
        settings: storedNoticeSettings(row?.settings),
        urgentPassesQuiet: parseSettings(organisation.settings).urgentPassesQuiet ?? false,
        waiting: { count: _count, nextAt: _min.dueAt?.toISOString() ?? null },
      };
    },
    "self.write",
  );
}
