"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const Now = createContext<number | null>(null);

/** How often words of time move on, in ms. */
const TICK = 15_000;

/**
 * Gives every clock of the page one instant: the server's, so that server and browser write the same words, and from
 * then on moved by the browser's stopwatch (never by its wall clock, which may be wrong).
 * `now` is RFC 3339 or ms; a new value (after a refresh) sets the clock anew.
 */
export function NowProvider({ now, children }: { now: string | number; children: ReactNode }) {
  const start = typeof now === "number" ? now : Date.parse(now);
  const [current, setCurrent] = useState(start);
  useEffect(() => {
    const began = performance.now();
    const move = () => setCurrent(start + performance.now() - began);
    move();
    const timer = setInterval(move, TICK);
    return () => clearInterval(timer);
  }, [start]);
  return <Now value={current}>{children}</Now>;
}

/** The page's instant in ms. Throws outside a `NowProvider` unless an instant is passed. */
export function useNow(given?: string | number): number {
  const now = useContext(Now);
  if (given !== undefined) return typeof given === "number" ? given : Date.parse(given);
  if (now === null) throw new Error("useNow needs a NowProvider above it or an instant: pass `now` from the server.");
  return now;
}
