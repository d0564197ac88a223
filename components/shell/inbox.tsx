"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { type BulkAct, BulkBar } from "./bulk";
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
  /** With `bulk`: may be chosen. */
  choosable?: boolean;
  /** Items of one kind stand together under this name. */
  alike?: string;
  /** How it is named in a result. */
  name?: string;
  /** Of what it asks for: a word on several is given to nothing else. */
  hash?: string;
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
  /** Below the list. */
  foot?: ReactNode;
  peekTitle?: string;
  peekHead?: ReactNode;
  /** One word on several. */
  bulk?: { act: BulkAct; noun: string };
  /** The one that is looked at, whole. */
  children?: ReactNode;
}

/** What waits for a word: a list at the left, the one that is looked at beside it. J and K walk, X chooses; on a small screen it covers the page. */
export function Inbox(props: InboxProps) {
  const { label, items, selected, closeHref, tabs, empty, foot, peekTitle, peekHead, bulk, children } = props;
  const router = useRouter();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const chosen = picked.filter((id) => items.some((item) => item.id === id && item.choosable));
  const at = items.findIndex(({ id }) => id === selected);
  const go = (index: number) => {
    const item = items[index];
    if (item) router.push(item.href, { scroll: false });
  };
  const choose = (ids: readonly string[], on: boolean) =>
    setPicked(on ? [...new Set([...chosen, ...ids])] : chosen.filter((id) => !ids.includes(id)));
  const open = selected !== undefined && children !== undefined;
  useShortcut("j", "First row", () => go(0), !open && items.length > 0);
  const here = items[at];
  const lastAt = useRef(0);
  const choosing = bulk !== undefined && here?.choosable === true;
  useShortcut(
    "x",
    "Choose for a word on several; with Shift all since the last",
    ({ shiftKey }) => {
      const [from, to] = shiftKey ? [Math.min(lastAt.current, at), Math.max(lastAt.current, at)] : [at, at];
      const ids = items.slice(from, to + 1).flatMap(({ id, choosable }) => (choosable ? [id] : []));
      choose(ids, shiftKey || !chosen.includes(here?.id ?? ""));
      lastAt.current = at;
    },
    choosing,
  );
  return (
    <div className="inbox" data-open={open || undefined}>
      <section aria-label={label} className="inbox-list">
        <div className="px-5 pt-2 max-sm:px-4">{tabs}</div>
        {items.length === 0 ? empty : null}
        <ul>
          {items.map((item, index) => (
            <Row
              key={item.id}
              item={item}
              current={item.id === selected}
              alike={bulk && item.alike !== items[index - 1]?.alike ? alikeOf(items, item) : []}
              chosen={bulk && item.choosable ? chosen.includes(item.id) : null}
              choose={choose}
            />
          ))}
        </ul>
        {bulk ? (
          <BulkBar
            {...bulk}
            chosen={chosen}
            nameOf={(id) => items.find((item) => item.id === id)?.name ?? id}
            hashOf={(id) => items.find((item) => item.id === id)?.hash}
            keys={!open}
            onDone={() => setPicked([])}
          />
        ) : null}
        {foot}
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

const alikeOf = (items: readonly InboxItem[], { alike }: InboxItem) =>
  alike === undefined ? [] : items.filter((one) => one.alike === alike && one.choosable);

interface RowProps {
  item: InboxItem;
  current: boolean;
  /** Those that it is the first of. */
  alike: readonly InboxItem[];
  /** null: it cannot be chosen. */
  chosen: boolean | null;
  choose: (ids: readonly string[], on: boolean) => void;
}

function Row({ item, current, alike, chosen, choose }: RowProps) {
  return (
    <>
      {alike.length > 1 ? (
        <li className="flex items-center justify-between gap-3 px-5 pt-4 pb-1 text-xs text-ink-2 max-sm:px-4">
          <span className="min-w-0 truncate">
            {alike.length} alike: {item.alike}
          </span>
          <Button
            size="small"
            onClick={() =>
              choose(
                alike.map(({ id }) => id),
                true,
              )
            }
          >
            Choose all
          </Button>
        </li>
      ) : null}
      <li className={chosen === null ? undefined : "inbox-choosable"}>
        {chosen === null ? null : (
          <span className="pt-2.5 pl-4">
            <Checkbox
              label={<span className="sr-only">Choose {item.name ?? item.id}</span>}
              checked={chosen}
              onCheckedChange={(on) => choose([item.id], on)}
            />
          </span>
        )}
        <Link
          href={item.href}
          scroll={false}
          prefetch={false}
          aria-current={current ? "true" : undefined}
          className="inbox-item"
        >
          <span className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 truncate font-medium">{item.title}</span>
            <span className="flex-none text-xs text-ink-2">{item.aside}</span>
          </span>
          <span className="mt-0.5 block text-ink-2">{item.text}</span>
        </Link>
      </li>
    </>
  );
}
