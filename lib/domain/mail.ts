/** A mail as people read it: sentences, lists of facts, one thing to do. Rendered to text and to simple HTML, all escaped. */

/** One paragraph; a heading with lines below it; or what stands out: a code. */
export type MailPart = string | { title: string; lines: readonly MailLine[] } | { code: string };

/** A line of a list; with an address where there is more. */
export interface MailLine {
  text: string;
  href?: string;
}

export interface Letter {
  /** At most 200 characters count; no secret belongs here, it is listed and kept. */
  subject: string;
  parts: readonly MailPart[];
  /** The one thing to do. */
  link?: { label: string; href: string };
  /** Why the reader gets this, and how to get it no more. */
  foot?: string;
}

/** What is sent. */
export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

const LONGEST_SUBJECT = 200;

/** Renders a letter. Nothing in it is ever read as markup, as a header or as another line of one. */
export function renderLetter({ subject, parts, link, foot }: Letter): Rendered {
  const blocks = parts.map(asText);
  if (link) blocks.push(`${link.label}: ${link.href}`);
  if (foot) blocks.push(`-- \n${foot}`);
  const shown = parts.map(asHtml);
  if (link)
    shown.push(`<p style="${GAP}"><a href="${address(link.href)}" style="${INK}">${escaped(link.label)}</a></p>`);
  if (foot) shown.push(`<p style="${GAP};font-size:12px;color:#5b696b">${escaped(foot)}</p>`);
  const text = `${blocks.join("\n\n")}\n`;
  return { subject: oneLine(subject).slice(0, LONGEST_SUBJECT), text: storable(text), html: storable(page(shown)) };
}

const INK = "color:#122123";
const GAP = "margin:0 0 16px";
const page = (shown: readonly string[]) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><body style="margin:0;padding:24px;background:#fff;${INK};` +
  `font:14px/21px system-ui,sans-serif"><div style="max-width:560px">${shown.join("")}</div></body></html>`;

function asText(part: MailPart): string {
  if (typeof part === "string") return part;
  if ("code" in part) return `    ${oneLine(part.code)}`;
  return [part.title, ...part.lines.map(({ text, href }) => `- ${text}${href ? `\n  ${href}` : ""}`)].join("\n");
}

function asHtml(part: MailPart): string {
  if (typeof part === "string") return `<p style="${GAP}">${escaped(part)}</p>`;
  if ("code" in part)
    return `<p style="${GAP};font:600 20px/28px monospace;letter-spacing:2px">${escaped(part.code)}</p>`;
  const line = ({ text, href }: MailLine) =>
    `<li>${href ? `<a href="${address(href)}" style="${INK}">${escaped(text)}</a>` : escaped(text)}</li>`;
  const lines = `<ul style="margin:4px 0 16px;padding:0 0 0 18px">${part.lines.map(line).join("")}</ul>`;
  return `<p style="margin:0;font-weight:600">${escaped(part.title)}</p>${lines}`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** A link leads to a web address or nowhere. */
const address = (href: string): string => (/^https?:\/\//i.test(href) ? escaped(href) : "#");

/** Line breaks and other control characters make no second header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").trim();

/** PostgreSQL holds no NUL in a text. */
const storable = (text: string): string => text.replaceAll("\u0000", "");

/** How mail leaves this installation; or why it does not. */
export type MailSettings = { url: string; from: string; problem: null } | { problem: string };

/** Reads SMTP_URL and MAIL_FROM: both or none; the sentence says what is missing. Never repeats the address: it may hold a password. */
export function mailSettings({ SMTP_URL: url, MAIL_FROM: from }: Record<string, string | undefined>): MailSettings {
  if (!url) return { problem: "No mail is sent: SMTP_URL is not set." };
  if (!/^smtps?:\/\/[^\s/]+/i.test(url)) return { problem: "No mail is sent: SMTP_URL is not smtp://… or smtps://…" };
  if (!from) return { problem: "No mail is sent: MAIL_FROM, the address it comes from, is not set." };
  if (!/^[^\s<>@]+@[^\s<>@]+$/.test(from.replace(/^[^<>]*<([^<>]+)>$/, "$1")))
    return { problem: "No mail is sent: MAIL_FROM is not an address such as surety@example.com." };
  return { url, from, problem: null };
}
