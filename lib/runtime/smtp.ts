import { createTransport, type Transporter } from "nodemailer";
import { mailSettings } from "@/lib/domain/mail";

/** One mail on its way. */
export interface OutgoingMail {
  /** The same at every attempt: a mail server knows a repetition by it. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** What came of an attempt; `final`: trying again is of no use. The problem never holds what the mail says. */
export type MailSent = { ok: true } | { ok: false; problem: string; final: boolean };

/** How mail leaves this installation, or why it does not: read anew each time. */
export const ownMailSettings = () => mailSettings(process.env);

let known: { url: string; transport: Transporter } | undefined;

/** One pool of connections for as long as the server's address stays the same. */
function transportTo(url: string): Transporter {
  if (known?.url === url) return known.transport;
  known?.transport.close();
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
  const own = { pool: true, maxConnections: 4, disableFileAccess: true, disableUrlAccess: true } as const;
  known = { url, transport: createTransport({ url, ...own, ...patience }) };
  return known.transport;
}

/** Sends by the SMTP server of SMTP_URL. An address that the server refuses for good is not tried again. */
export async function sendBySmtp({ id, to, ...said }: OutgoingMail): Promise<MailSent> {
  const settings = ownMailSettings();
  if (settings.problem !== null) return { ok: false, problem: settings.problem, final: false };
  const { url, from } = settings;
  const host = from
    .replace(/>?\s*$/, "")
    .split("@")
    .at(-1);
  try {
    await transportTo(url).sendMail({
      ...{ from, to: { name: "", address: to }, ...said, messageId: `<${id}@${host}>` },
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { ok: true };
  } catch (error) {
    const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
    const final = code === "EENVELOPE" && responseCode >= 500;
    return { ok: false, final, problem: problemOf(code, responseCode) };
  }
}

/** In our words: what servers answer may repeat what was sent. */
function problemOf(code: string | undefined, status: number): string {
  const answered = status > 0 ? ` (it answered ${status})` : "";
  if (code === "EENVELOPE") return `the mail server refused the address${answered}`;
  if (code === "EAUTH") return `the mail server refused our name or password${answered}`;
  if (code === "EMESSAGE") return `the mail server refused the message${answered}`;
  if (status > 0) return `the mail server would not take it${answered}`;
  return `the mail server could not be reached${code ? ` (${code})` : ""}`;
}

/** Closes what is open. */
export function closeSmtp(): void {
  known?.transport.close();
  known = undefined;
}
