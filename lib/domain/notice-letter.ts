/** The mail that tells of what happened: one thing, or all that waited. */
import { sortOf, TOPICS, type Topic } from "./event-kinds.ts";
import { eventWords } from "./event-words.ts";
import type { Letter, MailLine } from "./mail.ts";
import { subjectHref } from "./subject-page.ts";

export interface Tidings {
  kind: string;
  subject: string;
  payload: unknown;
  /** When it happened, ms. */
  at: number;
}

/** What a digest lists of one topic; the console has the rest. */
const MOST_OF_A_TOPIC = 20;

/**
 * @param url where the console is
 * @param own whether the reader is a member, who has settings
 */
export function noticeLetter(organisation: string, all: readonly Tidings[], url: string, own: boolean): Letter {
  const foot = own
    ? `You are told as a member of ${organisation}. What you are told, and when: ${url}/settings/notifications`
    : `A team of ${organisation} escalates to this address.`;
  const [first] = all;
  if (all.length === 1 && first) {
    const says = eventWords(first.kind, first.payload);
    const link = { label: "Open it", href: pageOf(first, url) };
    return { subject: `${organisation}: ${says}`, parts: [`${says}.`, `At ${utc(first.at)} UTC.`], link, foot };
  }
  const parts = [...grouped(all)].map(([topic, some]) => ({
    title: `${TOPICS[topic]} (${some.length})`,
    lines: [...some.slice(0, MOST_OF_A_TOPIC).map((one) => lineOf(one, url)), ...rest(some.length)],
  }));
  const [head] = parts;
  const subject = `${organisation}: ${all.length} things happened${head ? `, first: ${head.lines[0]?.text ?? ""}` : ""}`;
  return {
    subject,
    parts: [`${all.length} things, the latest of each kind first.`, ...parts],
    link: { label: "Open the console", href: url },
    foot,
  };
}

/**
 * The mail to a reader of a trust report whom it is told to that it changed. It leads to no report: the link is theirs alone.
 * @param audience who the report was shared with @param end where they end it
 */
export function readerLetter(organisation: string, audience: string, all: readonly Tidings[], end: string): Letter {
  const lines = all.map(({ payload, at }): MailLine => {
    const { says } = (payload ?? {}) as { says?: unknown };
    return { text: `${String(says)} (${utc(at)} UTC)` };
  });
  const shown = [...lines.slice(0, MOST_OF_A_TOPIC), ...rest(lines.length)];
  return {
    subject: `The trust report of ${organisation} changed`,
    parts: [
      { title: `What changed in the report that was shared with ${audience}`, lines: shown },
      "Open it by the link that you were given: it says all of this with its proof.",
    ],
    link: { label: "Be told no more", href: end },
    foot: `You asked ${organisation} to be told when this report changes.`,
  };
}

const pageOf = ({ subject }: Tidings, url: string) => `${url}${subjectHref(subject) ?? "/overrides?view=exceptions"}`;
const utc = (at: number) => new Date(at).toISOString().slice(0, 16).replace("T", " ");
const lineOf = (one: Tidings, url: string): MailLine => ({
  text: `${eventWords(one.kind, one.payload)} (${utc(one.at)} UTC)`,
  href: pageOf(one, url),
});
const rest = (count: number): MailLine[] =>
  count > MOST_OF_A_TOPIC ? [{ text: `and ${count - MOST_OF_A_TOPIC} more` }] : [];

/** By topic, in the order of the catalogue; the latest first within one. */
function grouped(all: readonly Tidings[]): Map<Topic, Tidings[]> {
  const groups = new Map<Topic, Tidings[]>();
  for (const topic of Object.keys(TOPICS) as Topic[]) {
    const some = all.filter(({ kind }) => sortOf(kind)?.topic === topic).sort((a, b) => b.at - a.at);
    if (some.length > 0) groups.set(topic, some);
  }
  return groups;
}
