"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { Failure } from "@/components/shell/failure";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/choices";
import { Field, Input, Textarea } from "@/components/ui/field";
import { EmptyState, Skeleton } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { TryScene } from "@/lib/domain/tried";
import { Ahead, stepAt } from "./ahead";
import { rerunOptions, triedOptions } from "./data";
import { AskedByCurl, Outcome } from "./outcome";
import { RequestForm } from "./request-form";
import { RerunView } from "./rerun-view";
import { addressOf, requestIn, type TrySearch, trySearch } from "./search";

const SETTLE_MS = 250;
const textOf = (request: DecisionRequest) => JSON.stringify(request, null, 2);

/** A value that has not changed for a moment: typing asks nothing at each key. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** State of the desk, kept in the address: a link shows another person the same question at the same instant. */
function useDesk(scene: TryScene) {
  const given = trySearch.parse(useSearchParams());
  const opened = useQueryClient().getQueryData(rerunOptions(given.d ?? "").queryKey);
  const begun = opened?.request ?? scene.recent[0]?.request;
  const first = given.request ?? (begun ? JSON.stringify(begun) : "");
  const parsed = requestIn(first);
  const [text, setText] = useState("request" in parsed ? textOf(parsed.request) : first);
  const [generation, setGeneration] = useState(0);
  const [state, setState] = useState<Omit<TrySearch, "request">>(given);
  const set = (next: Partial<TrySearch>) => setState((before) => ({ ...before, ...next }));
  const settled = useSettled(text);
  const asked = requestIn(settled);
  const request = "request" in asked && asked.request.action !== "" ? asked.request : null;
  const written = "request" in asked ? JSON.stringify(asked.request) : undefined;
  const address = addressOf({ ...state, request: written });
  useEffect(() => {
    window.history.replaceState(null, "", address);
  }, [address]);
  /** A recorded decision stands above the desk, which may be out of sight from where it was chosen. */
  const openRecorded = (d: string) => {
    set({ d });
    window.scrollTo({ top: 0 });
  };
  /** A request from elsewhere: the fields are filled anew. */
  const put = (next: DecisionRequest) => {
    setText(textOf(next));
    setGeneration((n) => n + 1);
  };
  return { text, setText, put, generation, state, set, openRecorded, request, now: requestIn(text) };
}

/** The desk where a request is tried out: the request at the left, what would be answered at the right. */
export function TryDesk({ scene, origin }: { scene: TryScene; origin: string }) {
  const desk = useDesk(scene);
  const { data: tried, error, isPlaceholderData, isFetching } = useQuery(triedOptions(desk.request));
  const { state, set, request } = desk;
  const step = tried?.steps[stepAt(tried, Date.parse(tried.now) + state.ahead * 60_000)];
  return (
    <>
      {state.d ? (
        <RerunView
          key={state.d}
          id={state.d}
          titles={scene.titles}
          onTake={desk.put}
          onClose={() => set({ d: undefined })}
        />
      ) : null}
      <div className="mt-6 grid grid-cols-[minmax(0,5fr)_minmax(0,7fr)] gap-10 max-lg:grid-cols-1">
        <Asking desk={desk} scene={scene} />
        <Section
          title="What would be answered"
          aside={isFetching ? "asking…" : "nothing is recorded"}
          aria-busy={isPlaceholderData || undefined}
        >
          {error ? <Failure error={error} title="The request could not be decided" /> : null}
          {tried && step && request && !error ? (
            <>
              <Ahead tried={tried} ahead={state.ahead} titles={scene.titles} onChange={(ahead) => set({ ahead })} />
              <div className="mt-5">
                <Outcome decision={step} request={tried.request} titles={scene.titles} ahead={state.ahead > 0} />
              </div>
            </>
          ) : null}
          {!tried && !error && request ? <Skeleton className="h-64" label="The request is decided" /> : null}
          {!request ? <p className="text-ink-2">Name an agent and an action, and the answer stands here.</p> : null}
        </Section>
      </div>
      {request ? <AskedByCurl request={request} origin={origin} /> : null}
    </>
  );
}

function Asking({ desk, scene }: { desk: ReturnType<typeof useDesk>; scene: TryScene }) {
  const { text, setText, put, generation, state, set, openRecorded, now } = desk;
  const fault = "fault" in now ? now.fault : undefined;
  return (
    <Section title="Request" aside={<As as={state.as} onChange={(as) => set({ as })} />}>
      {state.as === "json" || fault ? (
        <Field label="Request as JSON" error={text === "" ? undefined : fault}>
          <Textarea mono rows={14} spellCheck={false} value={text} onValueChange={setText} />
        </Field>
      ) : (
        <RequestForm
          key={generation}
          request={(now as { request: DecisionRequest }).request}
          scene={scene}
          onChange={(request) => setText(textOf(request))}
        />
      )}
      <Recorded onOpen={openRecorded} />
      <Recent
        scene={scene}
        onTake={put}
        onOpen={(d, request) => {
          put(request);
          openRecorded(d);
        }}
      />
    </Section>
  );
}

function As({ as, onChange }: { as: string; onChange: (as: "form" | "json") => void }) {
  const options = [
    { value: "form", label: "Form" },
    { value: "json", label: "JSON" },
  ] as const;
  return (
    <Segmented label="How the request is written" options={options} value={as as "form" | "json"} onChange={onChange} />
  );
}

/** Any decision that was ever recorded, by its id. */
function Recorded({ onOpen }: { onOpen: (id: string) => void }) {
  const [id, setId] = useState("");
  return (
    <form
      className="mt-6 flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim() !== "") onOpen(id.trim());
      }}
    >
      <Field label="Recorded decision" className="min-w-0 flex-1">
        <Input mono value={id} placeholder="dec_…" autoComplete="off" spellCheck={false} onValueChange={setId} />
      </Field>
      <Button type="submit">Ask again</Button>
    </form>
  );
}

function Recent({
  scene,
  onTake,
  onOpen,
}: {
  scene: TryScene;
  onTake: (request: DecisionRequest) => void;
  onOpen: (id: string, request: DecisionRequest) => void;
}) {
  if (scene.recent.length === 0)
    return (
      <div className="mt-6">
        <EmptyState sentence="No decision has been recorded yet. Once agents ask, what they asked last stands here to begin from." />
      </div>
    );
  return (
    <div className="mt-6">
      <h3 className="label mb-1 font-normal">Begin from what was asked lately</h3>
      <ul className="border-t border-line">
        {scene.recent.map(({ id, request }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-3 border-b border-line py-1">
            <span className="min-w-0 truncate">
              <span className="mono">{request.action}</span> <span className="text-ink-2">by {request.agent}</span>
            </span>
            <span className="flex gap-1">
              <Button
                size="small"
                variant="bare"
                aria-label={`Use the request ${request.action} by ${request.agent}`}
                onClick={() => onTake(request)}
              >
                Use
              </Button>
              <Button
                size="small"
                variant="bare"
                aria-label={`Ask again ${request.action} by ${request.agent}`}
                onClick={() => onOpen(id, request)}
              >
                Ask again
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
