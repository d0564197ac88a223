import { toOne } from "@/components/drift/drift";
import { count, percent, span } from "@/components/trust/words";
import { tolerance, type Voucher } from "@/lib/domain/evidence";
import type { ConsequenceKind } from "@/lib/domain/pact";

/** One record with all that it did, as its page shows it. */
export interface EvidenceData {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  title: string;
  pactTitle: string;
  version: number;
  inForce: boolean;
  release: string;
  passed: number;
  failed: number;
  loss: number | null;
  passing: boolean;
  counts: boolean;
  draft: boolean;
  late: boolean;
  target: number;
  observedAt: string;
  recordedAt: string;
  source: string;
  method: string | null;
  evidenceHash: string;
  artifact: { uri: string | null; sha256: string } | null;
  attributes: Record<string, unknown> | null;
  decision: string | null;
  recordedBy: { type: string; name: string };
  vouchedBy: Voucher;
  weight: number;
  signer: { slug: string; name: string; kind: string; revokedAt: string | null } | null;
  signature: { form: "dsse" | "jws"; keyId: string; sha256: string } | null;
  envelope: unknown;
  freshness: {
    renewed: boolean;
    until: string | null;
    before: string | null;
    next: { id: string; observedAt: string } | null;
    because: string[];
  };
  monitor: {
    before: number;
    odds: number;
    after: number;
    checks: number;
    changedFrom: { method: string | null } | null;
    says: string;
  } | null;
  suite: { says: string } | null;
  latches: { id: string; trigger: string; at: number | null; does: ConsequenceKind; liftedAt: string | null }[];
  drift: { id: string; state: "suspected" | "verified" | "cleared" } | null;
  ledger: { number: number | null } | null;
}

const VOUCHED: Record<Voucher, string> = {
  self: "The agent’s own word",
  provider: "The provider’s own test",
  runtime: "Seen at run time",
  counterparty: "The counterparty’s word",
  third_party: "A third party’s word",
};

/** "The provider’s own test; each check weighs 0.5". */
export const sayVouched = ({ vouchedBy, weight }: Pick<EvidenceData, "vouchedBy" | "weight">): string =>
  `${VOUCHED[vouchedBy]}; each check weighs ${weight} in the score`;

/** "198 of 200 checks passed", with the rate where there are several. */
export function sayChecks({
  passed,
  failed,
  loss,
  target,
}: Pick<EvidenceData, "passed" | "failed" | "loss" | "target">): string {
  const all = passed + failed;
  if (loss !== null) return `One check with a loss of ${percent(loss)}; the pact allows ${percent(tolerance(target))}`;
  if (all === 1) return passed === 1 ? "One check, which passed" : "One check, which failed";
  return `${count(passed)} of ${count(all)} checks passed (${percent(passed / all)}; the pact asks for ${percent(target)})`;
}

/** How long after it was observed it became known; null where that was at once. */
export function sayLag({ observedAt, recordedAt }: Pick<EvidenceData, "observedAt" | "recordedAt">): string | null {
  const lag = Date.parse(recordedAt) - Date.parse(observedAt);
  return lag < 60_000 ? null : `${span(lag, true)} later`;
}

const odds = (value: number) => (value < 10 ? `${Math.round(value * 10) / 10} to 1` : toOne(value));

/** "from 12 to 1 to 84 to 1", and whether the monitor began anew. */
export function sayMove({ before, odds: with_, after, changedFrom }: NonNullable<EvidenceData["monitor"]>): string {
  if (changedFrom)
    return `A monitor of its own: the record before was measured with ${changedFrom.method ?? "an unnamed method"}. ${odds(with_)} with this one.`;
  const moved = `The odds that the promise is broken went from ${odds(before)} to ${odds(with_)}.`;
  return after < with_ / 2 && with_ >= 1000 ? `${moved} Having alarmed at its highest stage, it began anew.` : moved;
}

/** The attributes as they are shown: cases, of which there may be thousands, as their number. */
export function shownAttributes(attributes: Record<string, unknown> | null): [string, string][] {
  return Object.entries(attributes ?? {}).map(([name, value]) => {
    if (name === "cases" && typeof value === "object" && value !== null)
      return [name, `${count(Object.keys(value).length)}, each passed or failed`];
    return [name, typeof value === "string" ? value : JSON.stringify(value)];
  });
}
