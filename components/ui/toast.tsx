"use client";
import { Toast as Primitive } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import { LedgerNumber } from "@/components/trust/text";

interface Sealed {
  ledgerNumber?: number;
  ledgerHref?: string;
}

const manager = Primitive.createToastManager<Sealed>();

export interface ToastOptions extends Sealed {
  /** What has happened, as a sentence without its full stop: "Override 214 approved". */
  title: string;
  /** Failures stay until dismissed and are announced at once. */
  failed?: boolean;
  /** One way back, e.g. Undo. */
  action?: { label: string; onPress: () => void };
}

/** Says that something happened; with `ledgerNumber` it shows the receipt, which stamps in. Call it in the browser only. */
export function toast({ title, failed, action, ...data }: ToastOptions): string {
  return manager.add({
    title,
    data,
    type: failed ? "failed" : "done",
    priority: failed ? "high" : "low",
    timeout: failed ? 0 : action ? 8000 : 5000,
    actionProps: action ? { children: action.label, onClick: action.onPress } : undefined,
  });
}

const quiet = "min-h-6 px-1 underline underline-offset-3 focus-visible:outline-paper";

function List() {
  const { toasts } = Primitive.useToastManager<Sealed>();
  return toasts.map((each) => (
    <Primitive.Root
      key={each.id}
      toast={each}
      className="rounded-panel bg-ink text-sm text-paper shadow-float transition-opacity data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Primitive.Content className="flex items-center gap-4 py-2.5 pr-3 pl-4">
        <Primitive.Title render={<p />} className="font-normal" />
        {each.data?.ledgerNumber === undefined ? null : (
          <span className="[&_.lno]:bg-paper/18 [&_.lno]:text-paper">
            <LedgerNumber number={each.data.ledgerNumber} href={each.data.ledgerHref} stamp />
          </span>
        )}
        <span className="ml-auto flex gap-2">
          {each.actionProps ? <Primitive.Action className={quiet} /> : null}
          <Primitive.Close className={quiet}>Close</Primitive.Close>
        </span>
      </Primitive.Content>
    </Primitive.Root>
  ));
}

/** Where toasts appear; part of `AppShell`. F6 moves the focus there. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Primitive.Provider toastManager={manager}>
      {children}
      <Primitive.Portal>
        <Primitive.Viewport className="no-print fixed right-6 bottom-6 z-50 flex max-w-[min(560px,calc(100vw-32px))] flex-col gap-2 max-sm:inset-x-4 max-sm:bottom-4">
          <List />
        </Primitive.Viewport>
      </Primitive.Portal>
    </Primitive.Provider>
  );
}
