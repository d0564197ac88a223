import { type Reply, reply } from "../route";

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** Of the one page with a program: its own, which asks this server alone, and writes text and no markup. */
const PROGRAM_POLICY = `${POLICY}; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'`;

export const QUIET = { "x-robots-tag": "noindex, nofollow", "cache-control": "no-store" };
const HTML = { ...QUIET, "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY };

/** A page beneath a report's link: kept by nobody, listed by nobody, and without a script. */
export const page = (text: string, status = 200, headers: Record<string, string> = {}): Reply =>
  reply({ status, text, headers: { ...HTML, ...headers } });

/** As `page`, with the program that verifies. */
export const programPage = (text: string): Reply => page(text, 200, { "content-security-policy": PROGRAM_POLICY });

/** A file beneath a report's link. */
export const file = (text: string, type: string, name: string): Reply =>
  reply({
    text,
    headers: {
      ...QUIET,
      "content-type": `${type}; charset=utf-8`,
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
