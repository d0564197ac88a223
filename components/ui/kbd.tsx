import type { ReactNode } from "react";
import { cn } from "./cn";

/** A key as printed on the button that it presses; hidden on small screens, where there is no keyboard. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-4 min-w-4 items-center justify-center rounded-[3px] border border-line bg-paper px-1 font-mono text-[11px] leading-[14px] text-ink-3 max-sm:hidden",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
