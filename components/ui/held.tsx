"use client";
import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "./button";

/** How long a word is held back before it is said, ms: so long nothing has left, and undoing it leaves no trace. */
const HOLD_MS = 8_000;

interface Held {
  label: string;
  say: () => void;
  at: number;
}

/** Holds a word back for some seconds. Whoever walks on to the next one says it; whoever undoes it has said nothing. */
export function useHeld() {
  const [held, setHeld] = useState<Held | null>(null);
  const waiting = useRef<{ say: () => void; timer: ReturnType<typeof setTimeout> } | null>(null);
  const drop = () => {
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = null;
    setHeld(null);
  };
  const now = () => {
    const say = waiting.current?.say;
    drop();
    say?.();
  };
  useEffect(
    () => () => {
      if (!waiting.current) return;
      clearTimeout(waiting.current.timer);
      waiting.current.say();
    },
    [],
  );
  return {
    held,
    undo: drop,
    now,
    hold(label: string, say: () => void) {
      drop();
      waiting.current = { say, timer: setTimeout(now, HOLD_MS) };
      setHeld({ label, say, at: Date.now() });
    },
  };
}

/** What is held back, with the way back: Z undoes it, the key that said it says it at once. */
export function HeldBar({ held, undo, now }: Pick<ReturnType<typeof useHeld>, "undo" | "now"> & { held: Held }) {
  const [left, setLeft] = useState(HOLD_MS / 1000);
  useEffect(() => {
    const tick = setInterval(() => setLeft(Math.max(0, Math.ceil((held.at + HOLD_MS - Date.now()) / 1000))), 250);
    return () => clearInterval(tick);
  }, [held]);
  useShortcut("z", "Undo", undo);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <p className="mr-auto" role="status">
        {held.label}: recorded in <span className="inline-block w-[2ch] text-right">{left}</span> s. Nothing has left
        yet.
      </p>
      <Button shortcut="Z" onClick={undo}>
        Undo
      </Button>
      <Button variant="primary" onClick={now}>
        Record now
      </Button>
    </div>
  );
}
