"use client";
import { Failure } from "@/components/shell/failure";
import { PageHead } from "@/components/shell/page";
import { PeekLayout } from "@/components/shell/peek";
import { useNow } from "@/components/trust/now";
import { ClauseName } from "@/components/trust/text";
import { span } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import { FilterChip, SegmentedLinks } from "@/components/ui/choices";
import { Skeleton } from "@/components/ui/page-parts";
import { type FreshnessItem, isDue } from "@/lib/domain/freshness-board";
import { boardSentence, sayGated } from "./board";
import { EvidencePeek } from "./evidence-peek";
import { FreshnessEmpty } from "./freshness-empty";
import { FreshnessTable } from "./freshness-table";
import { type RequestAct, RequestAllDue, RequestEvidence } from "./request-evidence";
import { type SubmitAct, SubmitEvidence } from "./submit-evidence";
import { type BoardView, useBoard } from "./use-board";

export interface FreshnessBoardProps {
  /** Names of teams by slug. */
  teams: Readonly<Record<string, string>>;
  /** Slugs of the reader's teams. */
  own: readonly string[];
  origin: string;
  /** Absent: the reader may not submit evidence. */
  submit?: SubmitAct;
  /** Absent: the reader may not ask for it. */
  request?: RequestAct;
}

/** The board of those who owe evidence: lanes by the time that is left, each clause a meter on one axis. */
export function FreshnessBoard(props: FreshnessBoardProps) {
  const view = useBoard(props.own);
  const { selected, next, previous, look, go } = view;
  const peek = selected ? (
    <EvidencePeek
      item={selected}
      team={props.teams[selected.owner] ?? selected.owner}
      origin={props.origin}
      onClose={() => look({ clause: undefined, release: undefined, submit: undefined })}
      onNext={next ? () => go(next) : undefined}
      onPrevious={previous ? () => go(previous) : undefined}
    >
      {props.submit ? <Submitting item={selected} view={view} act={props.submit} /> : null}
      {props.request && !selected.asked ? (
        <RequestEvidence act={props.request} clause={selected} name={selected.title} />
      ) : null}
    </EvidencePeek>
  ) : undefined;
  return <PeekLayout list={<List {...props} view={view} />} peek={peek} />;
}

function Submitting({ item, view: { state, look }, act }: { item: FreshnessItem; view: BoardView; act: SubmitAct }) {
  return (
    <>
      <Button size="small" variant="primary" onClick={() => look({ submit: true })}>
        Submit evidence
      </Button>
      <SubmitEvidence
        of={{ ...item, source: item.evidence?.source }}
        act={act}
        open={state.submit}
        onOpenChange={(open) => look({ submit: open })}
      />
    </>
  );
}

function List({ view, teams, origin, submit, request }: FreshnessBoardProps & { view: BoardView }) {
  const { shown, error, any, rows, selected, state, address, look, placeOf, go } = view;
  return (
    <div className="px-8 pt-8 pb-16 max-lg:px-5 max-sm:px-4 max-sm:pt-6">
      {error ? <Failure error={error} title="The board could not be read" /> : null}
      {!shown && !error ? <Skeleton className="h-96" label="The board is being read" /> : null}
      {any ? null : <FreshnessEmpty origin={origin} />}
      {shown && any ? (
        <>
          <PageHead
            sentence={boardSentence(shown)}
            lede={
              <>
                {sayGated(shown)} <Next items={rows} />
              </>
            }
            actions={
              <>
                <Whose view={view} />
                {request ? <RequestAllDue act={request} due={rows.filter(isDue)} /> : null}
              </>
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
            hrefOf={(item) => address({ ...placeOf(item), submit: undefined })}
            onLook={go}
            request={request}
            onSubmit={submit ? (item) => look({ ...placeOf(item), submit: true }) : undefined}
          />
          <p className="label mt-4">
            A solid bar is age since the newest passing record that counts; the open part is what is left of its window;
            a broken bar is time past the window.
          </p>
        </>
      ) : null}
    </div>
  );
}

function Whose({ view: { state, address } }: { view: BoardView }) {
  return (
    <SegmentedLinks
      label="Whose"
      options={[
        { href: address({ owner: "mine" }), label: "My teams’", current: state.owner === "mine" },
        { href: address({ owner: "everyone" }), label: "Everyone’s", current: state.owner === "everyone" },
      ]}
    />
  );
}

/** Who goes stale next. */
function Next({ items }: { items: readonly FreshnessItem[] }) {
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
