"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Peek } from "./peek";
import { useShortcut } from "./shortcuts";

export interface InboxItem {
  id: string;
  /** Address with this one looked at. */
  href: string;
  title: ReactNode;
  /** At the right of the title: a deadline. */
  aside?: ReactNode;
  text?: ReactNode;
}

export interface InboxProps {
  /** What the list holds. */
  label: string;
  items: readonly InboxItem[];
  /** Id of the one that is looked at. */
  selected?: string;
  /** Address with none looked at. */
  closeHref: string;
  /** Tabs above the list. */
  tabs: ReactNode;
  /** In place of the list, where it is empty. */
  empty: ReactNode;
  peekTitle?: string;
  peekHead?: ReactNode;
  /** The one that is looked at, whole. */
  children?: ReactNode;
}

/** What waits for a word: a list at the left, the one that is looked at beside it. J and K walk; on a small screen it covers the page. */
export function Inbox({ label, items, selected, closeHref, tabs, empty, peekTitle, peekHead, children }: InboxProps) {
  const router = useRouter();
  const at = items.findIndex(({ id }) => id === selected);
  const go = (index: number) => {
    const item = items[index];
    if (item) router.push(item.href, { scroll: false });
  };
  const open = selected !== undefined && children !== undefined;
  useShortcut("j", "First row", () => go(0), !open && items.length > 0);
  return (
    <div className="inbox" data-open={open || undefined}>
      <section aria-label={label} className="inbox-list">
        <div className="px-5 pt-2 max-sm:px-4">{tabs}</div>
        {items.length === 0 ? empty : null}
        <ul>
          {items.map((item) => (
            <li key={item.id}>
              <Link
                href={item.href}
                scroll={false}
                aria-current={item.id === selected ? "true" : undefined}
                className="inbox-item"
              >
                <span className="flex items-baseline justify-between gap-3">
                  <span className="min-w-0 truncate font-medium">{item.title}</span>
                  <span className="flex-none text-xs text-ink-2">{item.aside}</span>
                </span>
                <span className="mt-0.5 block text-ink-2">{item.text}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      {open ? (
        <Peek
          title={peekTitle ?? label}
          head={peekHead}
          className="flex h-[calc(100vh-48px)] flex-col pb-0 max-lg:h-screen"
          onClose={() => router.push(closeHref, { scroll: false })}
          onNext={at >= 0 && at < items.length - 1 ? () => go(at + 1) : undefined}
          onPrevious={at > 0 ? () => go(at - 1) : undefined}
        >
          {children}
        </Peek>
      ) : (
        <div className="grid place-items-center p-8 text-center text-sm text-ink-3 max-lg:hidden">
          {items.length > 0 ? "Choose one at the left, or press J." : null}
        </div>
      )}
    </div>
  );
}
