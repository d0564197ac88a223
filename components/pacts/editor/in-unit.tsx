import type { ReactNode } from "react";

/** A field with the unit of what is typed into it behind it. */
export function InUnit({ unit, children }: { unit: string | undefined; children: ReactNode }) {
  if (!unit) return children;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {children}
      <span className="label flex-none">{unit}</span>
    </span>
  );
}
