"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useLive } from "./live";

/** What the node says of its database: away since an instant, back after it was away, or nothing to tell. */
type Absence = { state: "away"; since: string } | { state: "back"; since: string } | null;

const AwayContext = createContext<Absence>(null);
const LOOK_MS = 5_000;

/** Asks the node whether its database is there; null where it does not say. */
async function look(): Promise<{ status: string; since?: string } | null> {
  const response = await fetch("/readyz", { cache: "no-store" }).catch(() => null);
  return (await response?.json().catch(() => null)) ?? null;
}

/**
 * Knows whether the database is away. The stream ends when access to it can no longer be checked, so the node is asked from
 * then on, and not at all while the page is live.
 */
export function useAbsence(): Absence {
  const { state } = useLive();
  const known = useContext(AwayContext);
  const [absence, setAbsence] = useState<Absence>(null);
  const away = absence?.state === "away";
  const asks = (state !== "live" || away) && known === null;
  useEffect(() => {
    if (!asks) return;
    let ended = false;
    const ask = async () => {
      const told = await look();
      if (ended || !told) return;
      if (told.status === "degraded" && told.since) setAbsence({ state: "away", since: told.since });
      else setAbsence((before) => (before?.state === "away" ? { state: "back", since: before.since } : before));
    };
    void ask();
    const timer = setInterval(() => void ask(), LOOK_MS);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [asks]);
  return known ?? absence;
}

const utc = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** Above every page while the database is away, and once it is back: what is answered, how, and where it stands since. */
export function AwayBanner({ children }: { children: ReactNode }) {
  const absence = useAbsence();
  const [hidden, setHidden] = useState<string | null>(null);
  const shown = absence && hidden !== `${absence.state} ${absence.since}` ? absence : null;
  return (
    <AwayContext value={absence}>
      <div role="status" aria-label="Database">
        {shown ? (
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line-strong bg-degrade-bg px-8 py-2 text-degrade max-lg:px-5 max-sm:px-4">
            <p className="min-w-0 flex-1">{shown.state === "away" ? <Away since={shown.since} /> : <Back />}</p>
            {shown.state === "back" ? (
              <span className="flex gap-4">
                <a className="underline" href="/decisions?trigger=away">
                  See those decisions
                </a>
                <button type="button" className="underline" onClick={() => setHidden(`${shown.state} ${shown.since}`)}>
                  Dismiss
                </button>
              </span>
            ) : null}
          </div>
        ) : null}
      </div>
      {children}
    </AwayContext>
  );
}

function Away({ since }: { since: string }) {
  return (
    <>
      <strong>The database is away since {utc(since)}.</strong> Agents are answered from the last known good, by the
      risk of what they ask for: low goes on, medium for 15 minutes, high waits for a person, critical is blocked.
      Nothing can be changed until it is back; what is answered meanwhile is kept and becomes an exception.
    </>
  );
}

const Back = () => (
  <>
    <strong>The database is back.</strong> What was answered without it is recorded, each answer as an exception.
  </>
);
