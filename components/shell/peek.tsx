"use client";
import { Dialog } from "@base-ui/react/dialog";
import { type ReactNode, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { useShortcut } from "./shortcuts";

const NARROW = "(max-width: 1023px)";

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
}

export interface PeekProps {
  /** Accessible name: what is looked at. */
  title: string;
  onClose: () => void;
  /** Neighbours in the list: `J` and `K` walk. */
  onNext?: () => void;
  onPrevious?: () => void;
  /** Marks, id and ledger number at the head. */
  head?: ReactNode;
  className?: string;
  children: ReactNode;
}

/**
 * A look at one row beside the list, which stays usable: put it in the second column of a `PeekLayout`.
 * Below 1024 px it is a full-screen layer of its own. The id belongs in the address; `Esc` closes.
 */
export function Peek(props: PeekProps) {
  const narrow = useNarrow();
  useShortcut("Escape", "Close the peek", props.onClose, !narrow);
  useShortcut("j", "Next row", () => props.onNext?.(), props.onNext !== undefined);
  useShortcut("k", "Previous row", () => props.onPrevious?.(), props.onPrevious !== undefined);
  if (!narrow) {
    return (
      <aside
        aria-label={props.title}
        className={cn(
          "sticky top-0 h-screen min-w-0 overflow-y-auto border-l border-ink bg-surface px-6 pt-5 pb-8 text-sm",
          props.className,
        )}
      >
        <PeekBody {...props} />
      </aside>
    );
  }
  return (
    <Dialog.Root open onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Popup
          className={cn(
            "fixed inset-0 z-40 overflow-y-auto bg-surface px-4 pt-4 pb-8 text-sm outline-none",
            props.className,
          )}
        >
          <Dialog.Title className="sr-only">{props.title}</Dialog.Title>
          <PeekBody {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PeekBody({ head, onClose, onNext, children }: PeekProps) {
  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-center gap-2">{head}</div>
        <div className="flex items-center gap-1">
          {onNext ? (
            <>
              <Kbd>J</Kbd>
              <Kbd>K</Kbd>
            </>
          ) : null}
          <Button variant="bare" size="small" shortcut="Esc" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
      {children}
    </>
  );
}

/** A list and, where something is looked at, its peek: two columns from 1024 px on. */
export function PeekLayout({ list, peek }: { list: ReactNode; peek?: ReactNode }) {
  return (
    <div className={peek ? "grid grid-cols-[minmax(0,1fr)_minmax(400px,480px)] max-lg:grid-cols-1" : undefined}>
      <div className="min-w-0">{list}</div>
      {peek}
    </div>
  );
}
