import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { QueryProvider } from "@/components/shell/query-provider";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { pageNow } from "@/lib/border/console";
import { signedIn } from "@/lib/border/session";
import { navState } from "@/lib/queries/nav";
import { destinations } from "@/lib/queries/palette";
import { leave } from "./actions";
import { actsOf } from "./acts";
import { needsNow } from "./overview";

/** The frame of the signed-in pages. It decides nothing: each page and each action asks for itself who may. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { actor, organisation } = await signedIn();
  const now = pageNow();
  const [nav, entries, waiting, kept] = await Promise.all([
    navState(actor, now),
    destinations(actor),
    needsNow(),
    cookies(),
  ]);
  const stale = waiting.filter(({ kind }) => kind === "missing" || kind === "stale").length;
  return (
    <AppShell
      organisation={organisation}
      member={{ name: actor.name, email: actor.email, role: actor.role }}
      theme={parseTheme(kept.get(THEME_COOKIE)?.value)}
      revision={nav.revision}
      now={new Date(now).toISOString()}
      counts={{ ...nav.waiting, overview: waiting.length, freshness: stale }}
      entries={[...actsOf(actor), ...entries]}
      streamUrl="/api/v1/stream"
      signOut={leave}
    >
      <QueryProvider>{children}</QueryProvider>
    </AppShell>
  );
}
