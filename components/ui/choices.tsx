"use client";
import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect, useRef } from "react";
import { count as words } from "@/components/trust/words";
import { cn } from "./cn";

const groupStyle = "inline-flex overflow-hidden rounded-control border border-line-strong bg-surface";
const segmentStyle =
  "h-6 border-l border-line px-2.5 text-xs leading-6 whitespace-nowrap text-ink-2 no-underline first:border-l-0 hover:text-ink focus-visible:-outline-offset-2 aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-[inset_0_-2px_0_var(--color-ink)] data-pressed:font-medium data-pressed:text-ink data-pressed:shadow-[inset_0_-2px_0_var(--color-ink)] max-sm:h-8 max-sm:px-2 max-sm:leading-8";

export interface SegmentedProps<T extends string> {
  /** What is chosen, for assistive technology. */
  label: string;
  options: readonly { value: T; label: ReactNode }[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
}

/** One of a few, always visible; for state of the page in view. */
export function Segmented<T extends string>({ label, options, value, onChange, className }: SegmentedProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => next && onChange(next as T)}
      className={cn(groupStyle, className)}
    >
      {options.map((option) => (
        <Toggle key={option.value} value={option.value} className={segmentStyle}>
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}

export interface LinkChoice {
  href: string;
  label: ReactNode;
  current?: boolean;
  count?: number;
}

/** The same as links: for state that lives in the address (time range, saved views). */
export function SegmentedLinks({
  label,
  options,
  className,
}: {
  label: string;
  options: readonly LinkChoice[];
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn(groupStyle, className)}>
      {options.map((option) => (
        <Link
          key={option.href}
          href={option.href}
          scroll={false}
          prefetch={false}
          aria-current={option.current ? "true" : undefined}
          className={segmentStyle}
        >
          {option.label}
        </Link>
      ))}
    </nav>
  );
}

const tabStyle =
  "-mb-px h-9 border-b-2 border-transparent text-sm leading-9 whitespace-nowrap text-ink-2 no-underline hover:text-ink aria-[current]:border-ink aria-[current]:font-medium aria-[current]:text-ink";
const tabListStyle = "relative flex gap-5 overflow-x-auto border-b border-line";

function Amount({ of }: { of?: number }) {
  return of === undefined ? null : <span className="ml-1 font-normal text-ink-3">{words(of)}</span>;
}

interface TabLinksProps {
  label: string;
  options: readonly LinkChoice[];
  /** Closer together: in a narrow column. */
  tight?: boolean;
}

/** Tabs whose choice lives in the address. */
export function TabLinks({ label, options, tight }: TabLinksProps) {
  const list = useRef<HTMLElement>(null);
  const here = options.find(({ current }) => current)?.href;
  // On a small screen the tab at hand may lie beyond the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another place to show
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - list.current.clientWidth / 2;
  }, [here]);
  return (
    <nav ref={list} aria-label={label} className={cn(tabListStyle, tight && "gap-3.5")}>
      {options.map((option) => (
        <Link
          key={option.href}
          href={option.href}
          scroll={false}
          prefetch={false}
          aria-current={option.current ? "page" : undefined}
          className={tabStyle}
        >
          {option.label}
          <Amount of={option.count} />
        </Link>
      ))}
    </nav>
  );
}

export interface FilterChipProps {
  /** "Agent is". */
  label: string;
  value: ReactNode;
  /** The address without this filter, or how to take it away. */
  removeHref?: string;
  onRemove?: () => void;
}

/** A filter in force, and how to take it away. */
export function FilterChip({ label, value, removeHref, onRemove }: FilterChipProps) {
  const cross = <X size={12} strokeWidth={1.8} aria-hidden="true" />;
  const style =
    "-mr-2 inline-flex size-6 items-center justify-center text-ink-2 hover:text-ink focus-visible:-outline-offset-2";
  const name = `Remove filter: ${label}`;
  return (
    <span className="inline-flex h-6 items-center gap-1.5 rounded-control border border-line-strong bg-surface px-2 text-xs whitespace-nowrap">
      {label} <span className="font-medium">{value}</span>
      {removeHref ? (
        <Link href={removeHref} scroll={false} prefetch={false} aria-label={name} className={style}>
          {cross}
        </Link>
      ) : onRemove ? (
        <button type="button" onClick={onRemove} aria-label={name} className={style}>
          {cross}
        </button>
      ) : null}
    </span>
  );
}
