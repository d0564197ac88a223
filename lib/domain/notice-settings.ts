/** What a member is told by mail, and when: at once or once a day, never in quiet hours unless it is urgent and they say so. */
import { z } from "zod";
import { sortOf, TOPICS, type Topic } from "./event-kinds.ts";
import type { Role } from "./roles.ts";

export const PACES = ["now", "daily", "off"] as const;
export type Pace = (typeof PACES)[number];

const topics = Object.keys(TOPICS) as [Topic, ...Topic[]];

/** How each topic is told to whoever has not said otherwise. */
const USUAL_PACES: Readonly<Record<Topic, Pace>> = {
  ...{ reviews: "now", responses: "now", glass: "now", incidents: "now", drift: "now", overrides: "now" },
  ...{
    authority: "now",
    pacts: "now",
    evidence: "daily",
    recertification: "daily",
    metrics: "daily",
    drills: "now",
    reports: "now",
    ungoverned: "daily",
    silence: "now",
  },
};

const timeOfDay = z
  .string({ error: "must be a time of day such as 08:00" })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: "must be a time of day such as 08:00" });

const timeZone = z
  .string({ error: "must be a time zone such as Europe/Berlin" })
  .max(100)
  .refine(isTimeZone, { error: "must be a time zone such as Europe/Berlin or UTC" });

const pace = z.enum(PACES, { error: "must be now, daily or off" });

/** One schema for the form, the API body and what is stored. */
export const noticeSettings = z.strictObject({
  email: z.boolean({ error: "must be true or false" }).default(true).describe("false: no mail at all"),
  topics: z
    .partialRecord(z.enum(topics), pace)
    .default({})
    .describe("now, daily or off, by topic; the usual for others"),
  timeZone: timeZone.default("UTC"),
  dailyAt: timeOfDay.default("08:00").describe("When the daily mail is sent, in that time zone"),
  quiet: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .refine(({ from, to }) => from !== to, { error: "must end at another time than it begins", path: ["to"] })
    .nullable()
    .default(null)
    .describe("Hours in which no mail is sent; what happens then comes together when they end"),
  urgent: z.boolean({ error: "must be true or false" }).default(false).describe("Urgent kinds pass quiet hours"),
  weekly: z
    .boolean({ error: "must be true, false or null" })
    .nullable()
    .default(null)
    .describe("The week in one mail, on Mondays; null: the usual, which is yes for owners and approvers"),
});
export type NoticeSettings = z.output<typeof noticeSettings>;

/** Stored settings with the usual for what was never said. */
export const parseNoticeSettings = (stored: unknown): NoticeSettings => noticeSettings.parse(stored ?? {});

/** A member's settings that no longer make sense, because a zone was renamed say, are as if never made. */
export function storedNoticeSettings(stored: unknown): NoticeSettings {
  const parsed = noticeSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : parseNoticeSettings(null);
}

export const paceOf = ({ topics: said }: NoticeSettings, topic: Topic): Pace => said[topic] ?? USUAL_PACES[topic];

/**
 * When a member is told of an event that happens now, ms; null: they are not.
 * @param urgentPasses the organisation lets urgent kinds pass quiet hours
 */
export function dueAt(settings: NoticeSettings, kind: string, now: number, urgentPasses: boolean): number | null {
  const sort = sortOf(kind);
  if (!sort?.topic || !settings.email) return null;
  const { timeZone: zone, quiet, dailyAt } = settings;
  const said = paceOf(settings, sort.topic);
  if (said === "off") return null;
  const wanted = said === "daily" ? nextAt(now, zone, dailyAt) : now;
  const passes = said === "now" && sort.urgent && (settings.urgent || urgentPasses);
  if (!quiet || passes || !isQuiet(quiet, minuteOfDay(wanted, zone))) return wanted;
  return nextAt(wanted, zone, quiet.to);
}

/** Whether a member gets the week in one mail: owners and approvers, who answer for what governs, unless they say otherwise. */
export const wantsWeek = ({ email, weekly }: NoticeSettings, role: Role): boolean =>
  email && (weekly ?? (role === "owner" || role === "approver"));

/** The mail of a week that could not leave for so long is not sent any more, minutes. */
const WEEK_LATE = 3 * 1440;

/**
 * The week whose mail is due to a member now: from Monday, at the hour of the daily mail in their time zone, on; not in their
 * quiet hours. null: none is.
 * @returns the day of its Monday, 2026-11-23
 */
export function weekDue({ timeZone, dailyAt, quiet }: NoticeSettings, now: number): string | null {
  const minute = minuteOfDay(now, timeZone);
  const weekday = (new Date(`${dayIn(now, timeZone)}T00:00:00Z`).getUTCDay() + 6) % 7;
  const late = weekday * DAY + minute - minutes(dailyAt);
  if (late < 0 || late > WEEK_LATE || (quiet && isQuiet(quiet, minute))) return null;
  return dayIn(now - weekday * DAY * MINUTE, timeZone);
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isQuiet({ from, to }: { from: string; to: string }, minute: number): boolean {
  const [begin, end] = [minutes(from), minutes(to)];
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
}

const MINUTE = 60_000;
const DAY = 1440;

/** The next instant after `now` at which clocks in a zone show `time`; where clocks leap over it, shortly after. */
export function nextAt(now: number, zone: string, time: string): number {
  const start = Math.floor(now / MINUTE) * MINUTE;
  const ahead = (minutes(time) - minuteOfDay(start, zone) + DAY) % DAY || DAY;
  const guess = start + ahead * MINUTE;
  // Clocks may have been put forward or back meanwhile.
  const off = ((minutes(time) - minuteOfDay(guess, zone) + DAY + DAY / 2) % DAY) - DAY / 2;
  const mended = guess + off * MINUTE;
  return mended > now ? mended : guess;
}

function minuteOfDay(at: number, zone: string): number {
  const parts = clockIn(zone).formatToParts(at);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return value("hour") * 60 + value("minute");
}

/** The day that calendars in a zone show: 2026-11-23. */
const dayIn = (at: number, zone: string): string => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at);

const clockIn = (zone: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function isTimeZone(zone: string): boolean {
  try {
    clockIn(zone);
    return true;
  } catch {
    return false;
  }
}
