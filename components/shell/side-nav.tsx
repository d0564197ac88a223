"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useId, useState } from "react";
import { count } from "@/components/trust/words";
import { useLive } from "./live";
import { MemberMenu, type ShellMember } from "./member-menu";
import { isWithin, NAV, type NavEntry, type NavKey } from "./nav";
import type { Theme } from "./theme";

export interface SideNavProps {
  organisation: { name: string };
  member: ShellMember;
  /** What waits behind an entry; nothing is shown for 0. */
  counts?: Partial<Record<NavKey, number>>;
  theme: Theme;
  signOut: () => Promise<void>;
}

/** Navigation at the left; on a small screen it folds behind one button. */
export function SideNav({ organisation, member, counts = {}, theme, signOut }: SideNavProps) {
  const pathname = usePathname();
  const [open, setOpen] = useState(false);
  const fold = useId();
  return (
    <nav className="nav" aria-label="Main" data-open={open || undefined}>
      <Link className="brand mb-4 px-4 max-sm:mb-0 max-sm:h-12" href="/">
        Surety
      </Link>
      <button
        type="button"
        className="menu-button"
        aria-expanded={open}
        aria-controls={fold}
        onClick={() => setOpen(!open)}
      >
        {open ? "Close" : "Menu"}
      </button>
      <div id={fold} className="nav-fold">
        {NAV.map((group) => (
          <ul key={group[0]?.key}>
            {group.map((entry) => (
              <li key={entry.key}>
                <Entry
                  entry={entry}
                  current={isWithin(pathname, entry.href)}
                  waiting={counts[entry.key]}
                  onGo={() => setOpen(false)}
                />
              </li>
            ))}
          </ul>
        ))}
        <div className="nav-foot">
          <p className="font-medium text-ink">{organisation.name}</p>
          <MemberMenu member={member} theme={theme} signOut={signOut} />
          <LiveLine />
        </div>
      </div>
    </nav>
  );
}

function Entry({
  entry,
  current,
  waiting,
  onGo,
}: {
  entry: NavEntry;
  current: boolean;
  waiting?: number;
  onGo: () => void;
}) {
  return (
    <Link className="nav-link" href={entry.href} aria-current={current ? "page" : undefined} onClick={onGo}>
      {entry.label}
      {waiting ? (
        <span className="nav-count">
          {count(waiting)}
          <span className="sr-only"> waiting</span>
        </span>
      ) : null}
    </Link>
  );
}

/** Whether this page hears of changes as they happen, and the revision that it knows. */
function LiveLine() {
  const { state, revision } = useLive();
  const number = count(revision);
  if (state === "off") return <p className="mt-2">Revision {number}</p>;
  return (
    <p className="mt-2" role="status">
      <span
        aria-hidden="true"
        className={`mr-1.5 inline-block size-1.5 rounded-full align-[1px] ${state === "live" ? "bg-ink" : "border border-ink-3"}`}
      />
      {state === "live" ? "Live" : "Reconnecting"}, revision {number}
    </p>
  );
}
