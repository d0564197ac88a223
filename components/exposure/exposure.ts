import { count, plural } from "@/components/trust/words";
import type { Verdict } from "@/lib/domain/decision";
import type { Money, RemediationState } from "@/lib/domain/exposure";

export interface Exposed {
  id: string;
  decidedAt: string;
  action: string;
  workflow: string | null;
  release: string | null;
  verdict: Verdict;
  through: { kind: "review" | "override"; id: string } | null;
  money: Money | null;
  remediation: { state: RemediationState; note: string | null; at: string; by: { name: string } } | null;
  linked: boolean;
}

export interface ExposureData {
  from: string;
  to: string;
  open: boolean;
  decisions: readonly Exposed[];
  money: readonly Money[];
  unanswered: number;
  more: boolean;
}

export const REMEDIATION_NAME: Record<RemediationState, string> = {
  open: "Open",
  harmless: "No harm",
  reversed: "Reversed",
  compensated: "Compensated",
  accepted: "Let stand",
};

export const money = ({ amount, currency }: Money): string =>
  new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(amount);

/** "41 decisions were permitted meanwhile, over €12,400.00; 41 of them wait for a word." */
export function exposureSentence({ decisions, money: sums, unanswered, more }: ExposureData): string {
  if (decisions.length === 0) return "No decision was permitted meanwhile.";
  const many = `${more ? "More than " : ""}${plural(decisions.length, "decision was", "decisions were")} permitted meanwhile`;
  const over = sums.length > 0 ? `, over ${sums.map(money).join(" and ")}` : "";
  if (unanswered === 0) return `${many}${over}; each has been answered for.`;
  return `${many}${over}; ${count(unanswered)} ${unanswered === 1 ? "waits" : "wait"} for a word.`;
}
