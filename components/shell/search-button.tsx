"use client";
import { Search } from "lucide-react";
import { Kbd } from "@/components/ui/kbd";
import { useShell } from "./shortcuts";

/** Opens the command palette. */
export function SearchButton() {
  const { open } = useShell();
  return (
    <button
      type="button"
      className="search-button"
      aria-label="Search or act"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => open("palette")}
    >
      <Search size={14} strokeWidth={1.6} aria-hidden="true" className="sm:hidden" />
      <span>Search or act</span>
      <span className="ml-auto">
        <Kbd>Ctrl K</Kbd>
      </span>
    </button>
  );
}
