import type { Metadata } from "next";
import Link from "next/link";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { mailState } from "@/lib/border/mail-state";
import { currentActor } from "@/lib/border/session";
import { TOPICS, type Topic } from "@/lib/domain/event-kinds";
import { type NoticeSettings, paceOf, wantsWeek } from "@/lib/domain/notice-settings";
import { type OwnNotices, ownNotices } from "@/lib/queries/notices";
import { sendWeek } from "../actions";
import { SendButton } from "../again";
import { SettingsFrame } from "../frame";
import { NoticeForm } from "./notice-form";

export const metadata: Metadata = { title: "Your notifications" };

function sentenceOf(settings: NoticeSettings, off: boolean): string {
  if (off) return "This installation sends no mail: nobody is told anything by it.";
  if (!settings.email) return "You are sent no mail.";
  const paces = (Object.keys(TOPICS) as Topic[]).map((topic) => paceOf(settings, topic));
  const [now, daily] = (["now", "daily"] as const).map((pace) => paces.filter((one) => one === pace).length);
  const { quiet, dailyAt } = settings;
  const still = quiet ? `, nothing from ${quiet.from} to ${quiet.to}` : "";
  return `You are told of ${plural(now ?? 0, "topic")} at once and of ${daily} daily at ${dailyAt}${still}.`;
}

export default async function NotificationsPage() {
  const actor = await currentActor();
  const own = await ownNotices(actor);
  const { problem } = mailState();
  return (
    <SettingsFrame
      tab="notifications"
      sentence={sentenceOf(own.settings, problem !== null)}
      lede={
        <>
          By mail to {actor.email}: what concerns your team, what you may approve, and what you asked for. Which events
          these are stands in the <Link href="/reference#events">catalogue</Link>.
        </>
      }
      actions={
        problem === null ? (
          <SendButton
            perform={sendWeek}
            said="The last week is on its way to you"
            label="Send me the last week"
            variant="plain"
          />
        ) : null
      }
    >
      {problem === null ? <Waiting {...own.waiting} /> : <p className="note">{problem} Your choices are kept.</p>}
      <Section title="What you are told">
        <div className="mt-4 max-w-[680px]">
          <NoticeForm
            key={JSON.stringify(own.settings)}
            settings={own.settings}
            urgentForAll={own.urgentPassesQuiet}
            weekly={wantsWeek(own.settings, actor.role)}
            zones={Intl.supportedValuesOf("timeZone")}
          />
        </div>
      </Section>
    </SettingsFrame>
  );
}

function Waiting({ count, nextAt }: OwnNotices["waiting"]) {
  if (count === 0 || nextAt === null) return null;
  return (
    <p className="note">
      {plural(count, "thing waits", "things wait")} for you, the next leaves <When at={nextAt} />.
    </p>
  );
}
