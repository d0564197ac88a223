import Link from "next/link";
import type { ReactNode } from "react";
import { Glyph, type Tone } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { count, span } from "@/components/trust/words";
import type { ConsequenceKind } from "@/lib/domain/pact";
import type { DriftState } from "./drift";

export interface CausesData {
  id: string;
  state: DriftState;
  release: string;
  released: { release: string; at: string; by: string | null; number: number | null } | null;
  onsetAt: string | null;
  suspectedAt: string;
  verifiedAt: string | null;
  verifiedBy: { name: string } | null;
  enforcedAt: string | null;
  clearedAt: string | null;
  clearedBy: { name: string } | null;
  reason: string | null;
  levels: readonly { at: number }[];
  stages: readonly { at: number; does: ConsequenceKind; since: string; verifiedAt: string; evidence: string | null }[];
  enforcedRevision: number | null;
  timeline: readonly { kind: string; at: string; number: number | null; stage: number | null }[];
}

interface Cause {
  at: string;
  tone: Tone;
  text: ReactNode;
  /** Goes on after the instant. */
  aside?: ReactNode;
  number?: number | null;
}

const DOES: Record<ConsequenceKind, string> = {
  review: "held for review",
  degrade: "limited",
  block: "blocked",
  settle: "settled",
};

/** What changed, and when: release, onset, suspicion, each stage, verification, the end; with the ledger's numbers. */
export function DriftCauses({ drift }: { drift: CausesData }) {
  const causes = causesOf(drift).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <ol>
      {causes.map(({ at, tone, text, aside, number }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed for a render, and two may share an instant
          key={index}
          data-tone={tone}
          className="grid grid-cols-[auto_1fr] gap-x-2.5 border-b border-line py-2 text-sm leading-[18px]"
        >
          <span className="pt-[3px]" style={{ color: "var(--c)" }}>
            <Glyph tone={tone} />
          </span>
          <div>
            <span className="text-ink">{text}</span>
            <div className="label mt-0.5">
              <When at={at} form="absolute" plain />
              {aside ? <>, {aside}</> : null}
            </div>
            {number == null ? null : (
              <div className="mt-1">
                <LedgerNumber number={number} href={`/ledger?entry=${number}`} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function causesOf(drift: CausesData): Cause[] {
  const { released, onsetAt, suspectedAt, verifiedAt, clearedAt, levels, stages, timeline } = drift;
  const numberOf = (kinds: string[], at: string, stage: number | null = null) =>
    timeline.find(
      (entry) =>
        kinds.includes(entry.kind) &&
        Math.abs(Date.parse(entry.at) - Date.parse(at)) < 1000 &&
        (stage === null || entry.stage === stage),
    )?.number;
  const since = released ? span(Date.parse(suspectedAt) - Date.parse(released.at), true) : null;
  const causes: Cause[] = [];
  if (released) {
    const { at, release, by, number } = released;
    causes.push({ at, tone: "todo", text: `Release ${release}${by ? ` by ${by}` : ""}`, number });
  }
  if (onsetAt) causes.push({ at: onsetAt, tone: "todo", text: "Onset: the first check that it rests on" });
  causes.push({
    at: suspectedAt,
    tone: "unproven",
    text: `Suspected at ${count((levels[0]?.at ?? 1000) / 10)}`,
    aside: since ? `${since} after the release` : undefined,
    number: numberOf(["drift.suspected"], suspectedAt),
  });
  for (const stage of stages) {
    const waited = Date.parse(stage.verifiedAt) - Date.parse(stage.since);
    causes.push({
      at: stage.since,
      tone: stage.does,
      text: `${waited > 0 ? "Alarm" : "Verified"} at ${count(stage.at)}: ${DOES[stage.does]}`,
      aside: (
        <>
          {waited > 0 ? "waiting for a person's word" : "enforced in the same commit"}
          {stage.evidence ? (
            <>
              , by <Link href={`/evidence/${stage.evidence}`}>this record</Link>
            </>
          ) : null}
        </>
      ),
      number: numberOf(["drift.verified", "drift.alarmed"], stage.since, stage.at),
    });
  }
  if (drift.state !== "suspected" && verifiedAt && stages.every((stage) => stage.since !== verifiedAt)) {
    const who = drift.verifiedBy ? `by ${drift.verifiedBy.name}` : "since nobody spoke in time";
    causes.push({
      at: verifiedAt,
      tone: "breached",
      text: `Verified ${who}`,
      aside:
        drift.enforcedRevision && drift.enforcedRevision > 0
          ? `enforced with revision ${count(drift.enforcedRevision)}`
          : undefined,
      number: numberOf(["drift.verified"], verifiedAt),
    });
  }
  if (drift.state !== "suspected" && drift.enforcedAt && verifiedAt) {
    const took = Math.max(0, Date.parse(drift.enforcedAt) - Date.parse(verifiedAt));
    causes.push({
      at: drift.enforcedAt,
      tone: "todo",
      text: "Enforced on every node",
      aside: took < 1000 ? `${took} ms after it was verified` : `${span(took, true)} after it was verified`,
    });
  }
  if (clearedAt) {
    const by = drift.clearedBy ? ` by ${drift.clearedBy.name}` : "";
    causes.push({
      at: clearedAt,
      tone: "met",
      text: `Cleared${by}${drift.reason ? `: ${drift.reason}` : ""}`,
      number: numberOf(["drift.cleared", "drift.subsided", "clause.restored"], clearedAt),
    });
  }
  return causes;
}
