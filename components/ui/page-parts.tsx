import type { ReactNode } from "react";
import { cn } from "./cn";

/** A list with nothing in it: one sentence, an example drawn for real, one button, one command. */
export function EmptyState({
  sentence,
  example,
  action,
  command,
}: {
  sentence: ReactNode;
  example?: ReactNode;
  action?: ReactNode;
  command?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-panel border border-dashed border-line-strong p-6 text-sm text-ink-2">
      <p className="max-w-measure">{sentence}</p>
      {example ? <div className="w-full text-ink">{example}</div> : null}
      {action}
      {command ? <div className="w-full">{command}</div> : null}
    </div>
  );
}

/** A bordered word: a role, a scope, a risk. Not for a standing or a verdict. */
export function Tag({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        "inline-block h-[18px] rounded-control border border-line-strong px-1.5 text-xs leading-4 whitespace-nowrap text-ink-2",
        className,
      )}
    >
      {children}
    </span>
  );
}

/** Holds the place of something that is being read; it does not move for its own sake. */
export function Skeleton({ className, label = "Loading" }: { className?: string; label?: string }) {
  return (
    <div role="status" className={cn("rounded-control bg-sunken", className)}>
      <span className="sr-only">{label}</span>
    </div>
  );
}

/** A message about the whole form or page, set beside the thing that failed. */
export function Problem({ title, children, requestId }: { title: string; children?: ReactNode; requestId?: string }) {
  return (
    <div role="alert" data-tone="block" className="note">
      <p className="font-medium text-block">{title}</p>
      {children ? <div className="mt-0.5">{children}</div> : null}
      {requestId ? (
        <p className="label mt-1">
          Request id <span className="mono">{requestId}</span>
        </p>
      ) : null}
    </div>
  );
}
