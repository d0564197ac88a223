import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// tailwind-merge must know the tokens whose names it cannot guess, else `rounded-control rounded-panel` both stay.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      radius: ["control", "panel"],
      shadow: ["float"],
      container: ["measure", "sentence", "document", "content"],
    },
  },
});

/** Joins class names; of two utilities for the same property the last one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
