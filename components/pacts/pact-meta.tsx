import { Hash } from "@/components/trust/hash";
import { Mark } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import type { VersionInRail } from "./versions-rail";

interface Version extends VersionInRail {
  mode: "enforce" | "shadow";
  hash: string;
  approvals: readonly unknown[];
}

/** State, number, date, hash and receipt of a version. */
export function PactMeta({ of, ledgerNumber }: { of: Version; ledgerNumber?: number | null }) {
  return (
    <>
      <State of={of} />
      <span>
        Version {of.version}, <When at={of.liveAt ?? of.editedAt} form="date" />, {of.editedBy.name}
      </span>
      <Hash value={of.hash} />
      {ledgerNumber == null ? null : <LedgerNumber number={ledgerNumber} href={`/ledger?entry=${ledgerNumber}`} />}
    </>
  );
}

/** A version's state as a mark: only what is in force is a standing, and has a colour. */
function State({ of: { state, mode, approvals } }: { of: Pick<Version, "state" | "mode" | "approvals"> }) {
  if (state === "live") {
    return (
      <Mark tone={mode === "enforce" ? "met" : "todo"} chip>
        Live, {mode === "enforce" ? "enforced" : "in shadow"}
      </Mark>
    );
  }
  const words = {
    draft: "Draft",
    in_review: `In review, ${plural(approvals.length, "approval")}`,
    superseded: "Superseded",
  };
  return (
    <Mark tone="todo" chip>
      {words[state]}
    </Mark>
  );
}
