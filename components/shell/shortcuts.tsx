"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { NAV_ENTRIES } from "./nav";

export interface Shortcut {
  /** A single key as the keyboard reports it (`"j"`, `"Enter"`, `"/"`). */
  key: string;
  /** What it does, for the `?` sheet. */
  label: string;
  run: (event: KeyboardEvent) => void;
}

interface Shell {
  /** Which of the shell's own layers is open. */
  layer: "palette" | "shortcuts" | null;
  open: (layer: "palette" | "shortcuts" | null) => void;
  shortcuts: () => Shortcut[];
  register: (shortcut: Shortcut) => () => void;
}

const ShellContext = createContext<Shell | null>(null);

/** How long `G` waits for its letter, in ms. */
const GO_WINDOW = 1200;

/** Whether a key pressed there is text rather than a command. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Typing, a modifier or a modal layer: single keys mean something else then. */
function isCommand(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (event.defaultPrevented || event.isComposing || modified) return false;
  return !isTyping(event.target) && document.querySelector("[data-modal]") === null;
}

/** Keys of the whole console: Ctrl/⌘ K, `?`, G and a letter, and what the page in view has registered. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [layer, open] = useState<Shell["layer"]>(null);
  const registered = useRef(new Set<Shortcut>());
  const pressedG = useRef(Number.NEGATIVE_INFINITY);

  const register = useCallback((shortcut: Shortcut) => {
    registered.current.add(shortcut);
    return () => void registered.current.delete(shortcut);
  }, []);
  const shortcuts = useCallback(() => [...registered.current], []);

  useEffect(() => {
    const go = (event: KeyboardEvent): boolean => {
      const waiting = event.timeStamp - pressedG.current < GO_WINDOW;
      pressedG.current = !waiting && event.key.toLowerCase() === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const entry = waiting ? NAV_ENTRIES.find((each) => each.letter === event.key.toUpperCase()) : undefined;
      if (entry) router.push(entry.href);
      return entry !== undefined || event.key.toLowerCase() === "g";
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return open((now) => (now === "palette" ? null : "palette"));
      }
      if (!isCommand(event) || go(event)) return;
      if (event.key === "?") return open("shortcuts");
      // The latest registered wins: a peek over a list takes the key from the list.
      const found = [...registered.current]
        .reverse()
        .find((each) => each.key.toLowerCase() === event.key.toLowerCase());
      if (!found) return;
      event.preventDefault();
      found.run(event);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [router]);

  const shell = useMemo(() => ({ layer, open, shortcuts, register }), [layer, shortcuts, register]);
  return <ShellContext value={shell}>{children}</ShellContext>;
}

/** The shell's layers and keys. Throws outside a `ShortcutProvider` (that is, outside `AppShell`). */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error("useShell needs an AppShell above it.");
  return shell;
}

/** Binds a single key while the component is mounted and `enabled`; it shows in the `?` sheet with its label. */
export function useShortcut(key: string, label: string, run: (event: KeyboardEvent) => void, enabled = true): void {
  const { register } = useShell();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    return register({ key, label, run: (event) => latest.current(event) });
  }, [register, key, label, enabled]);
}
