"use client";
import { Info } from "lucide-react";
import { Popover } from "@/components/ui/popover";

/** The formula, behind a button: how a value comes about. */
export function HowItComes({ title, formula }: { title: string; formula: string }) {
  return (
    <Popover
      title="How the value comes about"
      trigger={
        <button
          type="button"
          aria-label={`How "${title}" comes about`}
          className="inline-flex size-6 items-center justify-center rounded-control align-middle text-ink-3 hover:text-ink"
        >
          <Info size={14} aria-hidden="true" />
        </button>
      }
    >
      <p className="text-ink-2">{formula}</p>
    </Popover>
  );
}
