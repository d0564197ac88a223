"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { Failure } from "@/components/shell/failure";
import { PageHead } from "@/components/shell/page";
import { PeekLayout } from "@/components/shell/peek";
import { useShortcut } from "@/components/shell/shortcuts";
import { useNow } from "@/components/trust/now";
import { ClauseName } from "@/components/trust/text";
import { span } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import { FilterChip, SegmentedLinks } from "@/components/ui/choices";
import { Skeleton } from "@/components/ui/page-parts";
import { type Board, boardSentence, type Item, idOf, LANES } from "./board";
import { boardOptions } from "./data";
import { EvidencePeek } from "./evidence-peek";
import { FreshnessEmpty } from "./freshness-empty";
import { FreshnessTable } from "./freshness-table";
import { freshnessSearch } from "./search";
import { type SubmitAct, SubmitEvidence } from "./submit-evidence";

export interface FreshnessBoardProps {
  /** Names of teams by slug. */
  teams: Readonly<Record<string, string>>;
  /** Slugs of the reader's teams. */
  own: readonly string[];
  origin: string;
  /** Absent: the reader may not submit evidence. */
  submit?: SubmitAct;
}

/** What the address says, and how to change it. */
function useAddress() {
  const params = useSearchParams();
  const router = useRouter();
  const state = freshnessSearch.parse(params);
  const address = (change: Partial<typeof state>) => `/freshness${freshnessSearch.query({ ...state, ...change })}`;
  const look = (change: Partial<typeof state>) => router.replace(address(change), { scroll: false });
  return { state, address, look };
}

/** The board of those who owe evidence: lanes by the time that is left, each clause a meter on one axis. */
export function FreshnessBoard({ teams, own, origin, submit }: FreshnessBoardProps) {
  const { state, address, look } = useAddress();
  const { data, error } = useQuery(boardOptions());
  const shown = data ? only(data, state, own) : undefined;
  const found = shown?.items.filter((item) => idOf(item) === state.clause) ?? [];
  const selected = found.find(({ release }) => release === (state.release ?? null)) ?? found[0];
  const all = LANES.flatMap((lane) => shown?.items.filter((item) => item.lane === lane) ?? []);
  const at = selected ? all.indexOf(selected) : -1;
  const go = (item: Item | undefined) =>
    item && look({ clause: idOf(item), release: item.release ?? undefined, submit: false });
  useShortcut("j", "First row", () => go(all[0]), !selected && all.length > 0);
  const list = (
    <div className="px-8 pt-8 pb-16 max-lg:px-5 max-sm:px-4 max-sm:pt-6">
      {error && !data ? <Failure error={error} title="The board could not be read" /> : null}
      {!shown && !error ? <Skeleton className="h-96" label="The board is being read" /> : null}
      {shown && data && data.items.length === 0 ? <FreshnessEmpty origin={origin} /> : null}
      {shown && data && data.items.length > 0 ? (
        <>
          <PageHead
            sentence={boardSentence(shown)}
            lede={<Next items={all} />}
            actions={
              <SegmentedLinks
                label="Whose"
                options={[
                  { href: address({ owner: "mine" }), label: "My teams’", current: state.owner === "mine" },
                  { href: address({ owner: "everyone" }), label: "Everyone’s", current: state.owner === "everyone" },
                ]}
              />
            }
          />
          {state.agent ? (
            <p className="mt-4">
              <FilterChip label="Agent is" value={state.agent} removeHref={address({ agent: undefined })} />
            </p>
          ) : null}
          <FreshnessTable
            board={shown}
            teams={teams}
            selected={selected}
            compact={selected !== undefined}
            hrefOf={(item) => address({ clause: idOf(item), release: item.release ?? undefined, submit: undefined })}
            onSubmit={
              submit
                ? (item) => look({ clause: idOf(item), release: item.release ?? undefined, submit: true })
                : undefined
            }
          />
        </>
      ) : null}
    </div>
  );
  const peek = selected ? (
    <EvidencePeek
      item={selected}
      team={teams[selected.owner] ?? selected.owner}
      origin={origin}
      onClose={() => look({ clause: undefined, release: undefined, submit: undefined })}
      onNext={all[at + 1] ? () => go(all[at + 1]) : undefined}
      onPrevious={all[at - 1] ? () => go(all[at - 1]) : undefined}
    >
      {submit ? (
        <>
          <Button size="small" variant="primary" onClick={() => look({ submit: true })}>
            Submit evidence
          </Button>
          <SubmitEvidence
            item={selected}
            act={submit}
            open={state.submit}
            onOpenChange={(open) => look({ submit: open })}
          />
        </>
      ) : null}
    </EvidencePeek>
  ) : undefined;
  return <PeekLayout list={list} peek={peek} />;
}

/** The part of the board that the address asks for. */
function only(board: Board, { owner, agent }: { owner: string; agent?: string }, own: readonly string[]): Board {
  const items = board.items.filter(
    (item) => (owner === "everyone" || own.includes(item.owner)) && (agent === undefined || item.agent === agent),
  );
  const of = (lane: Item["lane"]) => items.filter((item) => item.lane === lane).length;
  return {
    items,
    counts: { missing: of("missing"), stale: of("stale"), day: of("day"), week: of("week"), fresh: of("fresh") },
  };
}

/** Who goes stale next. */
function Next({ items }: { items: readonly Item[] }) {
  const now = useNow();
  const next = items.find(({ lane }) => lane !== "missing" && lane !== "stale");
  if (!next?.staleAt) return <>Sorted by time left: the top row is the next one to cost something.</>;
  return (
    <>
      Next: <ClauseName>{next.title}</ClauseName> of {next.agent} goes stale in{" "}
      {span(Date.parse(next.staleAt) - now, true)}.
    </>
  );
}
