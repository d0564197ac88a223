import "server-only";
import { ownMailSettings } from "@/lib/runtime/smtp";

/** Whether this installation sends mail, and as whom; else what is missing, as a sentence. Never the server's address. */
export function mailState(): { from: string; problem: null } | { from: null; problem: string } {
  const settings = ownMailSettings();
  return settings.problem === null ? { from: settings.from, problem: null } : { from: null, problem: settings.problem };
}
