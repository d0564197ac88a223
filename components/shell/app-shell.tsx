import type { ReactNode } from "react";
import { NowProvider } from "@/components/trust/now";
import { ToastProvider } from "@/components/ui/toast";
import { AwayBanner } from "./away-banner";
import { LiveProvider } from "./live";
import { Palette, type PaletteProps } from "./palette";
import { ShortcutSheet } from "./shortcut-sheet";
import { ShortcutProvider } from "./shortcuts";
import { SideNav, type SideNavProps } from "./side-nav";

export interface AppShellProps extends SideNavProps, PaletteProps {
  /** The server's instant for this page, RFC 3339: every relative time is said from it. */
  now: string;
  /** Revision of the organisation's snapshot. */
  revision: number;
  /** Server-Sent Events with new revisions; absent: the page does not claim to be live. */
  streamUrl?: string;
  /** A `Page`. */
  children: ReactNode;
}

/** The frame of the console, for the layout of the signed-in pages. Pages put a `Page` inside. */
export function AppShell({ now, revision, streamUrl, entries, search, children, ...nav }: AppShellProps) {
  return (
    <NowProvider now={now}>
      <LiveProvider revision={revision} streamUrl={streamUrl}>
        <ToastProvider>
          <ShortcutProvider>
            <a
              href="#main"
              className="absolute -left-[999px] z-10 rounded-control bg-surface p-2 focus:top-2 focus:left-4"
            >
              Skip to content
            </a>
            <div className="app">
              <SideNav {...nav} />
              <div className="min-w-0">
                <AwayBanner>{children}</AwayBanner>
              </div>
            </div>
            <Palette entries={entries} search={search} />
            <ShortcutSheet />
          </ShortcutProvider>
        </ToastProvider>
      </LiveProvider>
    </NowProvider>
  );
}
