import { createHash, timingSafeEqual } from "node:crypto";
import { rateLimit } from "@/lib/runtime/rate-limit";
import { runtime } from "@/lib/runtime/runtime";
import { findReport, type OpenReport } from "@/lib/services/reports/find";
import type { ApiRequest } from "../route";
import { isSecure } from "../session-cookie";

/** What a link opens: the report; its passcode or a recipient's code first; or nothing, and nobody learns why. */
export type Gate = { open: OpenReport } | { closed: "passcode" | "locked" | "recipient"; report: OpenReport } | null;

const COOKIE = "surety.report";
/** Links tried from one address that open nothing, in ten minutes. */
const guesses = () => rateLimit("report links", 60, 600_000);

/** The one gate, for page, JSON and bundle alike. @param token as the address names it */
export async function gate(token: string, request: ApiRequest): Promise<Gate> {
  const now = runtime().clock.now();
  if (!/^[0-9a-z]{32}$/.test(token) || guesses().isFull(request.address, now)) return null;
  const report = await findReport(token);
  if (!report) {
    guesses().count(request.address, now);
    return null;
  }
  if (report.recipients.length > 0) {
    const passed = report.recipients.find(({ secret }) => hasPassed(request, report, secret));
    return passed ? { open: { ...report, recipient: passed.email } } : { closed: "recipient", report };
  }
  if (report.passcodeHash === null || hasPassed(request, report, report.passcodeHash)) return { open: report };
  const locked = report.lockedUntil !== null && now < report.lockedUntil;
  return { closed: locked ? "locked" : "passcode", report };
}

/**
 * What shows that a reader knew the passcode, or has a recipient's mail: it opens this link alone, and no longer once the
 * passcode is another. @param secret what only this server knows: the passcode's hash, or the recipient's own
 */
const proofOf = ({ id }: OpenReport, secret: string) => createHash("sha256").update(`${id} ${secret}`).digest("hex");

function hasPassed(request: ApiRequest, report: OpenReport, secret: string): boolean {
  const proof = Buffer.from(proofOf(report, secret));
  const cookies = (request.header("cookie") ?? "").split(";").map((part) => part.trim());
  return cookies.some((part) => {
    const given = Buffer.from(part.startsWith(`${COOKIE}=`) ? part.slice(COOKIE.length + 1) : "");
    return given.length === proof.length && timingSafeEqual(given, proof);
  });
}

/** Sent with the page once passcode or code was right: for this link, until the browser is closed. @param secret see `proofOf` */
export function passedCookie(token: string, report: OpenReport, secret: string): string {
  return `${COOKIE}=${proofOf(report, secret)}; Path=/r/${token}; HttpOnly; SameSite=Strict${isSecure() ? "; Secure" : ""}`;
}

/** A reader of one link, told apart from its other readers and from nobody elsewhere. */
export function readerOf({ id, recipient }: OpenReport, request: ApiRequest): string {
  const told = `${id} ${recipient ?? `${request.address} ${request.header("user-agent") ?? ""}`}`;
  return createHash("sha256").update(told).digest("hex").slice(0, 16);
}
