import { fields } from "@/lib/border/action";

/** The form of one's own notifications as the change that the verb takes: `topic.incidents=daily`, times, boxes. */
export function noticeFields(form: FormData) {
  const { timeZone, dailyAt, quietFrom, quietTo, ...rest } = fields(form) as Record<string, string | undefined>;
  const said = Object.entries(rest).filter(([name]) => name.startsWith("topic."));
  const quiet = quietFrom || quietTo ? { from: quietFrom ?? "", to: quietTo ?? "" } : null;
  return {
    ...{ timeZone, dailyAt, quiet, email: rest.email === "true", urgent: rest.urgent === "true" },
    weekly: rest.weekly === "true",
    topics: Object.fromEntries(said.map(([name, pace]) => [name.slice("topic.".length), pace])),
  } as never;
}
