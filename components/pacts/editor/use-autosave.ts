"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { fetchJson } from "@/components/shell/fetch-json";
import type { Act, Refusal } from "@/components/ui/act";
import { type Clash, mergeWritten } from "@/lib/domain/merge-pact";
import type { PactInput } from "@/lib/domain/pact";
import { sameWritten } from "@/lib/domain/written";
import { readWritten, WrittenText } from "@/lib/domain/written-text";

/** A draft as the server has it. */
export interface Stored {
  pact: string;
  version: number;
  state: "draft" | "in_review" | "live" | "superseded";
  hash: string;
  text: string;
  edits: number;
  editedBy: { id: string; name: string };
  editedAt: string;
}

interface Saved {
  version: number;
  hash: string;
  edits: number;
}

export type SaveDraft = Act<[{ pact: string; text: string; format: "yaml"; base?: string }], Saved>;

export type SaveState =
  | { is: "saved"; at: string | null }
  | { is: "changed" }
  | { is: "saving" }
  /** It reads as no pact yet: kept in this browser. */
  | { is: "unreadable" }
  | { is: "refused"; refusal: Refusal }
  | { is: "away" }
  | { is: "clash"; clashes: Clash[]; by: string };

const REST_MS = 1200;
const ASK_MS = 15_000;

interface Options {
  stored: Stored;
  present: PactInput;
  /** Whether it reads as a pact: only then can it be saved. */
  readable: boolean;
  /** False while nothing may be written (in review, until the author says so). */
  on: boolean;
  save: SaveDraft;
  /** Somebody else's edits have come in: the data to go on with. */
  onTake: (next: PactInput, taken: string[], by: string) => void;
}

/** What the editor was made from and goes on from: moves with each save and with each edit of somebody else. */
interface Base {
  data: PactInput;
  hash: string;
  text: WrittenText;
  /** The text was changed where the data was not: comments, spacing. */
  retold?: boolean;
}

const isChanged = (base: Base, present: PactInput) => base.retold === true || !sameWritten(present, base.data);

/**
 * Saves a draft as it is edited. Each save names the hash that it was made from; where somebody else went on from there,
 * their edits are brought together with ours first, and what both changed is put to the person. Nothing is lost meanwhile:
 * what is not saved is kept in this tab.
 */
export function useAutosave({ stored, present, readable, on, save, onTake }: Options) {
  const base = useRef<Base>(null as unknown as Base);
  base.current ??= baseOf(stored);
  const [state, setState] = useState<SaveState>({ is: "saved", at: null });
  const [saved, setSaved] = useState<Saved>(stored);
  const now = useRef({ present, readable, on, state, onTake, save });
  now.current = { present, readable, on, state, onTake, save };
  const busy = useRef<Promise<void> | null>(null);

  const takeIn = useCallback((theirs: Stored) => {
    const mine = now.current.present;
    const next = baseOf(theirs);
    const { merged, clashes, taken } = mergeWritten(base.current.data, mine, next.data);
    base.current = next;
    setSaved(theirs);
    if (!sameWritten(merged, mine)) now.current.onTake(merged, taken, theirs.editedBy.name);
    if (clashes.length > 0) setState({ is: "clash", clashes, by: theirs.editedBy.name });
    else setState(sameWritten(merged, next.data) ? { is: "saved", at: theirs.editedAt } : { is: "changed" });
  }, []);

  const flush = useCallback(async (): Promise<void> => {
    if (busy.current) return busy.current;
    const { present: data, readable: reads, on: may, state: at } = now.current;
    if (!may || at.is === "clash" || !isChanged(base.current, data)) return;
    if (!reads) {
      keepInTab(stored.pact, base.current.data, data);
      return setState({ is: "unreadable" });
    }
    setState({ is: "saving" });
    const work = (async () => {
      const text = base.current.text.follow(data);
      keepInTab(stored.pact, base.current.data, data);
      const answer = await now.current
        .save({ pact: stored.pact, text, format: "yaml", base: base.current.hash })
        .catch(() => null);
      if (!answer) return setState({ is: "away" });
      if (answer.ok) {
        base.current = { data, hash: answer.result.hash, text: base.current.text };
        setSaved(answer.result);
        forgetInTab(stored.pact);
        const more = !sameWritten(now.current.present, data);
        return setState(more ? { is: "changed" } : { is: "saved", at: new Date().toISOString() });
      }
      if (answer.error.code !== "stale_base" && answer.error.code !== "hash_mismatch") {
        return setState({ is: "refused", refusal: answer.error });
      }
      takeIn(await fetchJson<Stored>(`/pacts/${stored.pact}/current`));
    })().catch(() => setState({ is: "away" }));
    busy.current = work;
    await work;
    busy.current = null;
  }, [stored.pact, takeIn]);

  useSavingAtRest({ present, state, on, base, flush, setState });
  useAsking({ pact: stored.pact, now, base, busy, takeIn });
  useTakingUp(stored, base, now);
  /** A person has chosen: it is saved as they say. */
  const settled = useCallback(() => setState({ is: "changed" }), []);
  const textOf = useCallback((data: PactInput) => base.current.text.follow(data), []);
  /** The text itself was edited: what it holds is `data`, and its comments are the ones to keep. */
  const retold = useCallback((text: string, data: PactInput) => {
    base.current = { ...base.current, text: new WrittenText(text, data), retold: true };
    setState((before) => (before.is === "saved" ? { is: "changed" } : before));
  }, []);
  /** Saves what is not saved; the hash that stands then, or null where it could not be. */
  const settle = useCallback(async (): Promise<string | null> => {
    await flush();
    // What was typed while it was on its way.
    if (isChanged(base.current, now.current.present)) await flush();
    return isChanged(base.current, now.current.present) ? null : base.current.hash;
  }, [flush]);
  return { state, saved, flush, settle, settled, textOf, retold };
}

const keyInTab = (pact: string) => `surety.unsaved.${pact}`;

/** What is not saved survives a reload of its tab. */
function keepInTab(pact: string, base: PactInput, mine: PactInput): void {
  try {
    sessionStorage.setItem(keyInTab(pact), JSON.stringify({ base, mine }));
  } catch {
    // A full or forbidden store: the page still asks before it is left.
  }
}
const forgetInTab = (pact: string) => sessionStorage.removeItem(keyInTab(pact));

interface Latest {
  present: PactInput;
  state: SaveState;
  onTake: Options["onTake"];
}

/** Takes up what an earlier page of this tab could not save, over what has been saved since. */
function useTakingUp({ pact }: Stored, base: { current: Base }, now: { current: Latest }) {
  useEffect(() => {
    const kept = sessionStorage.getItem(keyInTab(pact));
    if (!kept) return;
    forgetInTab(pact);
    const { base: from, mine } = JSON.parse(kept) as { base: PactInput; mine: PactInput };
    const { merged } = mergeWritten(from, mine, base.current.data);
    if (!sameWritten(merged, now.current.present)) now.current.onTake(merged, [], "");
  }, [pact, base, now]);
}

function baseOf({ text, hash }: Stored): Base {
  const data = (readWritten(text) ?? {}) as unknown as PactInput;
  return { data, hash, text: new WrittenText(text, data) };
}

interface AtRest {
  present: PactInput;
  state: SaveState;
  on: boolean;
  base: { current: Base };
  flush: () => Promise<void>;
  setState: (state: SaveState) => void;
}

/** Saves once the hand rests, and asks before the page is left with something unsaved. */
function useSavingAtRest({ present, state, on, base, flush, setState }: AtRest) {
  useEffect(() => {
    if (!on || state.is === "clash" || state.is === "saving") return;
    if (!isChanged(base.current, present)) {
      if (state.is === "changed" || state.is === "unreadable") setState({ is: "saved", at: null });
      return;
    }
    if (state.is === "saved") setState({ is: "changed" });
    const timer = setTimeout(flush, state.is === "away" ? 5 * REST_MS : REST_MS);
    return () => clearTimeout(timer);
  }, [present, state, on, base, flush, setState]);
  const dirty = state.is !== "saved";
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);
  // Leaving by a link: what is not saved yet is saved on the way.
  const last = useRef(flush);
  last.current = flush;
  useEffect(() => () => void last.current(), []);
}

interface Asking {
  pact: string;
  now: { current: Latest };
  base: { current: Base };
  busy: { current: Promise<void> | null };
  takeIn: (theirs: Stored) => void;
}

/** Asks now and then, and when the tab comes back, whether somebody else has gone on. */
function useAsking({ pact, now, base, busy, takeIn }: Asking) {
  useEffect(() => {
    let asking = false;
    const ask = async () => {
      if (asking || document.hidden || busy.current || now.current.state.is === "clash") return;
      asking = true;
      try {
        const from = base.current;
        const theirs = await fetchJson<Stored>(`/pacts/${pact}/current`);
        // An own save may have come between question and answer: then the answer is old.
        if (!busy.current && base.current === from && theirs.hash !== from.hash) takeIn(theirs);
      } catch {
        // The next save says that the server is away.
      } finally {
        asking = false;
      }
    };
    const timer = setInterval(ask, ASK_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [pact, now, base, busy, takeIn]);
}
