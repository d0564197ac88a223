import { type HeartbeatKind, silentFrom } from "@/lib/domain/heartbeat";
import type { Heartbeat } from "@/lib/generated/prisma/client";

export interface HeartbeatView {
  kind: HeartbeatKind;
  name: string;
  state: "live" | "silent";
  everySeconds: number;
  release: string | null;
  /** Of one that decides by itself: the revision that it decides on. */
  revision: number | null;
  firstAt: string;
  beatAt: string;
  /** When it counts as silent, unless it is heard from. */
  silentFrom: string;
}

/** @param now ms */
export function heartbeatView(
  { kind, name, everyMs, release, revision, ...at }: Heartbeat,
  now: number,
): HeartbeatView {
  const silent = silentFrom(at.beatAt.getTime(), everyMs);
  return {
    ...{ kind: kind as HeartbeatKind, name, release, revision },
    state: now >= silent ? "silent" : "live",
    everySeconds: everyMs / 1000,
    firstAt: at.firstAt.toISOString(),
    beatAt: at.beatAt.toISOString(),
    silentFrom: new Date(silent).toISOString(),
  };
}
