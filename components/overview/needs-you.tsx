"use client";
import Link from "next/link";
import { amountOf, resourceText } from "@/components/decisions/telling";
import { quoted } from "@/components/trust/because-tree";
import { Mark, type Tone } from "@/components/trust/mark";
import { useNow } from "@/components/trust/now";
import { When } from "@/components/trust/when";
import { count, span } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { DecisionRequest } from "@/lib/domain/decision";
import { DecideHere, type ReviewAct } from "./decide-here";

interface Need {
  kind: keyof typeof KINDS;
  key: string;
  /** RFC 3339. */
  deadline: string | null;
  since: string | null;
  title: string;
  request?: DecisionRequest;
  clause: string | null;
  says: string;
  owner: { you: boolean; name: string };
  href: string;
}

interface Kind {
  tone: Tone;
  word: string;
  /** What its button says where it is the reader's to do. */
  act: string;
}

const KINDS = {
  review: { tone: "review", word: "Review", act: "Open" },
  override: { tone: "waived", word: "Override", act: "Decide" },
  glass: { tone: "block", word: "Break-glass", act: "Ratify" },
  grant: { tone: "todo", word: "Authority", act: "Decide" },
  approval: { tone: "todo", word: "Approval", act: "Review change" },
  missing: { tone: "unproven", word: "Unproven", act: "Submit evidence" },
  stale: { tone: "stale", word: "Stale", act: "Submit evidence" },
  expiring: { tone: "stale", word: "Goes stale", act: "Submit evidence" },
  drift: { tone: "breached", word: "Drift", act: "Verify or clear" },
  restore: { tone: "breached", word: "Breached", act: "Respond" },
  incident: { tone: "breached", word: "Incident", act: "Open" },
  metric: { tone: "breached", word: "Metric", act: "Look, then lift" },
  finding: { tone: "breached", word: "Finding", act: "Explain" },
  silent: { tone: "unproven", word: "Silent", act: "Look" },
  unenforced: { tone: "breached", word: "Not enforced", act: "Look" },
  look: { tone: "todo", word: "Metric", act: "Review" },
  question: { tone: "todo", word: "Question", act: "Answer" },
  recertify: { tone: "todo", word: "Overdue", act: "Say if it is true" },
} as const satisfies Record<string, Kind>;

/** So many are shown before the rest is folded away. */
const SHOWN = 12;

interface Acts {
  approve: ReviewAct;
  deny: ReviewAct;
}

export interface NeedsYouProps extends Acts {
  needs: readonly Need[];
}

/** What waits for a person, by deadline; each row names its owner and leads to where it is done. */
export function NeedsYou({ needs, ...acts }: NeedsYouProps) {
  const yours = needs.filter(({ owner }) => owner.you).length;
  const aside =
    needs.length === 0 ? undefined : `${yours === needs.length ? "all" : yours} of ${needs.length} yours, by deadline`;
  return (
    <Section title="Needs you" aside={aside} id="needs">
      {needs.length === 0 ? (
        <p className="py-3 text-sm text-ink-2">
          Nothing waits for anybody. What needs a person appears here by itself.
        </p>
      ) : (
        <NeedTable needs={needs.slice(0, SHOWN)} {...acts} />
      )}
      {needs.length > SHOWN ? (
        <details className="mt-2">
          <summary className="text-sm underline decoration-line-strong underline-offset-3">
            {count(needs.length - SHOWN)} more
          </summary>
          <NeedTable needs={needs.slice(SHOWN)} {...acts} />
        </details>
      ) : null}
    </Section>
  );
}

function NeedTable({ needs, ...acts }: NeedsYouProps) {
  return (
    <Table caption="What waits for a person" stack className="needs">
      <thead className="sr-only">
        <tr>
          <Th>Kind and deadline</Th>
          <Th>What</Th>
          <Th>Owner</Th>
          <Th>Act</Th>
        </tr>
      </thead>
      <tbody>
        {needs.map((need) => (
          <NeedRow key={`${need.kind} ${need.key}`} need={need} {...acts} />
        ))}
      </tbody>
    </Table>
  );
}

function NeedRow({ need, approve, deny }: { need: Need } & Acts) {
  const kind: Kind = KINDS[need.kind];
  return (
    <tr>
      <Td data-cell="kind">
        <Mark tone={kind.tone}>{kind.word}</Mark>
        <span className="block text-xs max-sm:text-right">
          <Deadline need={need} />
        </span>
      </Td>
      <Td data-cell="what">
        <Link href={need.href} className="font-medium">
          {need.title}
          {need.request ? about(need.request) : null}
        </Link>
        <span className="block text-ink-2">{quoted(need.says, need.clause)}</span>
      </Td>
      <Td data-cell="owner" className="text-ink-2">
        <span className="sm:hidden">Owner: </span>
        {need.owner.you ? "you" : need.owner.name}
      </Td>
      <Td data-cell="act" className="text-right">
        {need.kind === "review" && need.owner.you ? (
          <DecideHere id={need.key} approve={approve} deny={deny} />
        ) : (
          <ButtonLink size="small" href={need.href}>
            {need.owner.you ? kind.act : "Open"}
          </ButtonLink>
        )}
      </Td>
    </tr>
  );
}

/** What is asked about, as far as the request names it: ", invoice 2026-1617, 9,860.00 EUR". */
function about(request: DecisionRequest): string {
  const amount = amountOf(request);
  const parts = [resourceText(request), amount ? `${amount.figures} ${amount.currency}`.trim() : ""];
  return parts.map((part) => (part ? `, ${part}` : "")).join("");
}

const SOON = 3_600_000;

/** "2 d over", "in 12 min", "since 4 h": what presses is in ink, the rest recedes. */
function Deadline({ need: { kind, deadline, since } }: { need: Need }) {
  const now = useNow();
  if (deadline !== null) {
    const left = Date.parse(deadline) - now;
    if (left <= 0) return <span className="font-medium">{span(left)} over</span>;
    return (
      <span className={left < SOON ? "font-medium" : "text-ink-3"}>
        <When at={deadline} precise={left < 24 * SOON} plain />
      </span>
    );
  }
  if (kind === "missing") return <span className="font-medium">acts now</span>;
  return <span className="text-ink-3">{since ? `since ${span(now - Date.parse(since))}` : ""}</span>;
}
