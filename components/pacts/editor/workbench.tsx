"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { fetchJson } from "@/components/shell/fetch-json";
import { Page } from "@/components/shell/page";
import type { Act } from "@/components/ui/act";
import { toast } from "@/components/ui/toast";
import { settleClashes } from "@/lib/domain/merge-pact";
import type { PactDocument, PactInput } from "@/lib/domain/pact";
import { joined } from "@/lib/domain/text";
import type { AskedBefore } from "@/lib/domain/what-if";
import type { WrittenClause } from "@/lib/domain/written";
import { readWritten } from "@/lib/domain/written-text";
import { ClashPanel } from "./clash-panel";
import { ClauseButtons, useClauseActs } from "./clause-acts";
import { ClauseForm } from "./clause-form";
import { ContractPane } from "./contract-pane";
import { knownFacts, recordedFacts } from "./known-facts";
import type { Tested } from "./newest-test";
import { TermsForm } from "./terms-form";
import { type SaveDraft, type Stored, useAutosave } from "./use-autosave";
import { useEditing } from "./use-editing";
import { useEditorKeys } from "./use-keys";
import { WhatIfFooter } from "./what-if-footer";
import { Bar, InReview, Replay, Submit } from "./workbench-bar";
import { type YamlHandle, YamlView } from "./yaml-view";

export interface WorkbenchProps {
  stored: Stored & { title: string; approvals: number; live: { version: number; document: PactDocument } | null };
  /** Names of teams by slug. */
  teams: Readonly<Record<string, string>>;
  agents: readonly string[];
  workflows: readonly string[];
  tested: Tested;
  /** An action that no clause gates: the editor opens on a new clause for it. */
  gate?: string;
  save: SaveDraft;
  submit: Act<[{ pact: string; hash: string }], unknown>;
}

/** A pact while it is written: the contract at the left, the clause's five questions at the right, what it would do below. */
export function Workbench(props: WorkbenchProps) {
  const { stored, teams, agents, live } = { ...props, live: props.stored.live };
  const initial = useMemo(() => (readWritten(stored.text) ?? {}) as unknown as PactInput, [stored.text]);
  const known = useMemo(() => ({ teams: Object.keys(teams), agents }), [teams, agents]);
  const editing = useEditing(useRef(initial).current, known);
  const { written, settled, judgedPact, document, put, take } = editing;
  const clauses = written.clauses ?? [];
  // A clause that was just added is drawn once it is judged.
  const { at, select } = useSelected(clauses, (index) => judgedPact.clauses[index] !== undefined);
  const [open, setOpen] = useState(stored.state !== "in_review");
  const [view, setView] = useState<"form" | "yaml">("form");
  const yaml = useRef<YamlHandle>(null);
  const recorded = useRecorded(stored.pact, written.agent, written.workflow);
  const onTake = useCallback(
    (next: PactInput, taken: string[], by: string) => {
      take(next);
      toast({ title: by ? `${by} edited this meanwhile: ${joined(taken)}` : "Taken up: what was not saved before" });
    },
    [take],
  );
  const autosave = useAutosave({
    stored,
    present: written,
    readable: judgedPact.document !== null,
    on: open,
    save: props.save,
    onTake,
  });
  const leaveYaml = () => view === "form" || (yaml.current?.settle() ?? true);
  const show = (next: "form" | "yaml") => leaveYaml() && setView(next);
  const set = useClauseSetter(editing.edit, at);
  const acts = useClauseActs({ written, put, at, select, teams: known.teams });
  const adding = useRef(acts.add);
  adding.current = acts.add;
  const onAdd = useCallback(() => adding.current(), []);
  const { gate } = props;
  useEffect(() => {
    if (gate && open) adding.current(gate);
  }, [gate, open]);
  const go = (step: 1 | -1) => {
    const next = at === null ? (step === 1 ? 0 : clauses.length - 1) : at + step;
    select(next >= clauses.length || next < 0 ? null : next, true);
  };
  useEditorKeys(
    {
      next: () => go(1),
      previous: () => go(-1),
      undo: editing.undo,
      redo: editing.redo,
      save: () => void autosave.flush(),
      move: acts.move,
    },
    open && view === "form",
  );
  const { facts, seen } = useFacts(written, recorded);
  const clause = at === null ? undefined : clauses[at];
  const next = stored.state === "live" ? stored.version + 1 : stored.version;
  const leaving = { pact: stored.pact, version: next, settle: autosave.settle, leave: leaveYaml };
  return (
    <Page
      bleed
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: stored.title, href: `/pacts/${stored.pact}` },
        { label: `Draft ${autosave.saved.version > stored.version ? autosave.saved.version : next}` },
      ]}
      actions={<Bar editing={editing} autosave={autosave} view={view} onView={show} onNext={() => go(1)} open={open} />}
    >
      <div className="ed-all">
        {open ? null : <InReview approvals={stored.approvals} onOpen={() => setOpen(true)} />}
        {autosave.state.is === "clash" ? (
          <ClashPanel
            clashes={autosave.state.clashes}
            by={autosave.state.by}
            onSettle={(theirs) => {
              take(settleClashes(written, theirs));
              autosave.settled();
            }}
          />
        ) : null}
        <div className="ed" inert={!open}>
          {view === "yaml" ? (
            <YamlView
              ref={yaml}
              text={autosave.textOf(written)}
              known={known}
              onText={(text, data) => {
                autosave.retold(text, data);
                put(data, "text");
              }}
              onSave={() => void autosave.flush()}
            />
          ) : (
            <>
              <ContractPane
                title={settled.title}
                lede={sayFrom(next, live)}
                clauses={settled.clauses ?? NONE}
                judged={judgedPact.clauses}
                live={live?.document ?? null}
                document={document}
                selected={at}
                termHoles={
                  [...judgedPact.errors, ...judgedPact.holes].filter(({ path }) => !path.startsWith("clauses[")).length
                }
                onSelect={select}
                onAdd={onAdd}
              />
              {at !== null && !judgedPact.clauses[at] ? (
                <div className="ed-form" />
              ) : clause && at !== null && judgedPact.clauses[at] ? (
                <ClauseForm
                  key={at}
                  clause={clause}
                  number={at + 1}
                  of={clauses.length}
                  judged={judgedPact.clauses[at]}
                  document={document}
                  teams={teams}
                  facts={facts}
                  tested={props.tested}
                  set={set}
                  actions={<ClauseButtons acts={acts} />}
                />
              ) : (
                <TermsForm
                  written={written}
                  judgedPact={judgedPact}
                  agents={agents}
                  workflows={props.workflows}
                  facts={facts}
                  seen={seen}
                  set={editing.edit}
                />
              )}
            </>
          )}
        </div>
        <WhatIfFooter document={document} live={live} version={next} recorded={recorded}>
          {autosave.saved.version === next ? <Replay {...leaving} /> : null}
          <Submit {...leaving} submit={props.submit} />
        </WhatIfFooter>
      </div>
    </Page>
  );
}

const NONE: readonly WrittenClause[] = [];

const sayFrom = (next: number, live: { version: number } | null) =>
  live
    ? `Draft of version ${next}, from version ${live.version}. Underlined words are new.`
    : `Draft of version ${next}. It binds nobody until it is published.`;

/** Which clause is in hand: its key stands in the address. @param drawn whether a clause's form can be drawn yet */
function useSelected(clauses: readonly WrittenClause[], drawn: (index: number) => boolean) {
  const [chosen, setAt] = useState<number | null>(null);
  const at = chosen === null || clauses.length === 0 ? null : Math.min(chosen, clauses.length - 1);
  const wanted = useRef(false);
  const ready = at === null || drawn(at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the form of the clause in hand is drawn
  useEffect(() => {
    if (!wanted.current || !ready) return;
    wanted.current = false;
    document.querySelector<HTMLElement>(".ed-form textarea, .ed-form input")?.focus();
  }, [at, ready]);
  const latest = useRef(clauses);
  latest.current = clauses;
  useEffect(() => {
    const key = new URLSearchParams(window.location.search).get("clause");
    const found = latest.current.findIndex((clause) => clause.key === key);
    setAt(found >= 0 ? found : latest.current.length > 0 ? 0 : null);
  }, []);
  const select = useCallback((next: number | null, focus = false) => {
    wanted.current = focus;
    setAt(next);
    const key = next === null ? null : latest.current[next]?.key;
    window.history.replaceState(null, "", key ? `?clause=${encodeURIComponent(key)}` : window.location.pathname);
  }, []);
  return { at, select };
}

/** What was asked before, of this agent in this workflow; null until it is known. */
function useRecorded(pact: string, agent: string, workflow: string): readonly AskedBefore[] | null {
  const [found, setFound] = useState<readonly AskedBefore[] | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const url = `/pacts/${pact}/recorded?${new URLSearchParams({ agent, workflow })}`;
    // Without them the samples speak.
    fetchJson<AskedBefore[]>(url, stop.signal).then(setFound, () => stop.signal.aborted || setFound([]));
    return () => stop.abort();
  }, [pact, agent, workflow]);
  return found;
}

function useFacts(written: PactInput, recorded: readonly AskedBefore[] | null) {
  const { facts } = written;
  const seen = useMemo(() => recordedFacts(recorded ?? []), [recorded]);
  return { seen, facts: useMemo(() => knownFacts({ facts } as PactInput, recorded ?? []), [facts, recorded]) };
}

function useClauseSetter(edit: (path: readonly (string | number)[], value: unknown) => void, at: number | null) {
  return useCallback(
    (path: readonly (string | number)[], value: unknown) => at !== null && edit(["clauses", at, ...path], value),
    [edit, at],
  );
}
