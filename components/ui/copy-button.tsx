"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "./cn";

export interface CopyButtonProps {
  /** What lands on the clipboard. */
  text: string;
  /** What it is, for the accessible name: "Copy hash". */
  what: string;
  /** Shows the words beside the icon. */
  children?: React.ReactNode;
  className?: string;
}

/** Copies a text; says so for a moment, to assistive technology too. */
export function CopyButton({ text, what, children, className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // No clipboard without a secure context or permission: the text stays selectable.
      setState("failed");
    }
  };
  const Icon = state === "copied" ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={children ? undefined : `Copy ${what}`}
      className={cn(
        "no-print inline-flex min-h-6 min-w-6 items-center justify-center gap-1.5 rounded-control text-xs font-medium text-ink-2 hover:text-ink",
        className,
      )}
    >
      <Icon size={13} strokeWidth={1.6} aria-hidden="true" />
      {children}
      <span role="status" className={state === "failed" ? "text-block" : "sr-only"}>
        {state === "copied" ? "Copied" : state === "failed" ? "Not copied: select it by hand" : ""}
      </span>
    </button>
  );
}
