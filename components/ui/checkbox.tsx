"use client";
import { Checkbox as Primitive } from "@base-ui/react/checkbox";
import type { ReactNode } from "react";
import { count as words } from "@/components/trust/words";
import { cn } from "./cn";

export interface CheckboxProps {
  /** The words beside the box; a mark or a clause name will do. */
  label: ReactNode;
  /** How many there are, at the right: for facets of a list. */
  count?: number;
  name?: string;
  value?: string;
  checked?: boolean;
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}

/** A box to tick; the whole line is its target. */
export function Checkbox({ label, count, className, ...root }: CheckboxProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the primitive renders a real, hidden checkbox inside the label
    <label className={cn("flex min-h-6 items-center gap-2 text-sm max-sm:min-h-8", className)}>
      <Primitive.Root
        {...root}
        className="flex size-3.5 flex-none items-center justify-center rounded-[3px] border border-line-strong bg-surface data-checked:border-ink data-checked:bg-ink data-disabled:opacity-50"
      >
        <Primitive.Indicator>
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" className="text-paper">
            <path d="m1.5 5.2 2.3 2.3 4.7-5" fill="none" stroke="currentColor" strokeWidth="1.6" />
          </svg>
        </Primitive.Indicator>
      </Primitive.Root>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {count === undefined ? null : <span className="text-xs text-ink-3">{words(count)}</span>}
    </label>
  );
}
