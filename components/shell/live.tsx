"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";

export type LiveState = "live" | "reconnecting" | "off";

interface Live {
  state: LiveState;
  /** The newest revision known: of the page as the server wrote it, or heard since. */
  revision: number;
  /** Whether something newer than the page has been heard. */
  behind: boolean;
}

const LiveContext = createContext<Live>({ state: "off", revision: 0, behind: false });
const CHANNEL = "surety-live";

interface Heard {
  state: LiveState;
  revision?: number;
}

/** Reads a stream message: the revision is a number in its JSON, or its event id. */
function revisionOf(event: MessageEvent): number | undefined {
  try {
    const data: unknown = JSON.parse(event.data);
    const revision = typeof data === "object" && data !== null && "revision" in data ? data.revision : data;
    if (typeof revision === "number") return revision;
  } catch {
    // Not JSON: the id alone counts.
  }
  const id = Number(event.lastEventId);
  return event.lastEventId !== "" && Number.isFinite(id) ? id : undefined;
}

/** A browser gives up on an answer that is no stream (a busy server, a session that is over): we ask again after this. */
const AGAIN_MS = 15_000;

/** Opens the stream and tells `hear` about it; returns how to close it. */
function connect(url: string, hear: (heard: Heard) => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onMessage = (event: MessageEvent) => hear({ state: "live", revision: revisionOf(event) });
  const open = () => {
    source = new EventSource(url);
    source.onopen = () => hear({ state: "live" });
    source.onerror = () => {
      hear({ state: "reconnecting" });
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
    };
    source.onmessage = onMessage;
    source.addEventListener("revision", onMessage);
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** A tab that has just come asks the one that listens what it knows. */
const ASK = "ask";

/**
 * One stream per browser, not per tab (HTTP/1.1 allows six connections a host): the tab that holds the lock listens and
 * passes on what it hears; when it closes, the next one takes over.
 */
function subscribe(url: string, hear: (heard: Heard) => void): () => void {
  if (!("locks" in navigator) || !("BroadcastChannel" in window)) return connect(url, hear);
  const channel = new BroadcastChannel(CHANNEL);
  const abort = new AbortController();
  let leave = () => {};
  let known: Heard | undefined;
  channel.onmessage = ({ data }: MessageEvent<Heard | typeof ASK>) => {
    if (data !== ASK) hear(data);
    else if (known) channel.postMessage(known);
  };
  const lead = () =>
    new Promise<void>((resolve) => {
      const close = connect(url, (heard) => {
        known = { ...heard, revision: heard.revision ?? known?.revision };
        hear(heard);
        channel.postMessage(heard);
      });
      leave = () => {
        close();
        resolve();
      };
    });
  channel.postMessage(ASK);
  navigator.locks.request(CHANNEL, { signal: abort.signal }, lead).catch(() => {
    // Aborted while waiting: this tab was closed before it was its turn.
  });
  return () => {
    abort.abort();
    leave();
    channel.close();
  };
}

/**
 * Knows the organisation's revision. With `streamUrl` (Server-Sent Events that carry revision numbers) it hears of new
 * ones and refreshes the page; without one it only repeats what the server wrote. `refresh={false}`: the page decides
 * itself when to show what is new (`useLive().behind`).
 */
export function LiveProvider({
  revision,
  streamUrl,
  refresh = true,
  children,
}: {
  revision: number;
  streamUrl?: string;
  refresh?: boolean;
  children: ReactNode;
}) {
  const router = useRouter();
  const [state, setState] = useState<LiveState>("off");
  const [heard, setHeard] = useState(revision);
  const shown = useRef(revision);
  useEffect(() => {
    shown.current = revision;
  }, [revision]);
  useEffect(() => {
    if (!streamUrl) return setState("off");
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = subscribe(streamUrl, (message) => {
      setState(message.state);
      const next = message.revision ?? 0;
      if (next <= shown.current) return;
      setHeard((before) => Math.max(before, next));
      // A burst of revisions asks for one refresh.
      clearTimeout(timer);
      if (refresh) timer = setTimeout(() => router.refresh(), 400);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [streamUrl, refresh, router]);
  const newest = Math.max(heard, revision);
  return <LiveContext value={{ state, revision: newest, behind: newest > revision }}>{children}</LiveContext>;
}

/** State of the stream, and the newest revision. */
export function useLive(): Live {
  return useContext(LiveContext);
}
