/** How a wanted grant stands to what is granted from now on (CONTRACT.md 4): lowering holds at once, raising is asked for. */
import { cappingGrant, minAuthority } from "./authority.ts";
import type { Authority, GrantState } from "./state.ts";

/** What a grant is shown as, by the clock. */
export const GRANT_STATES = ["requested", "active", "denied", "withdrawn", "superseded", "ended", "fell_back"] as const;
export type GrantShown = (typeof GRANT_STATES)[number];

export interface WantedGrant {
  level: Authority;
  /** ms; null: without an end. */
  until: number | null;
}

/** What the grants of one agent in one scope amount to at `at`. @param scope grants of that scope alone */
export function grantedLevel(scope: readonly GrantState[], at: number): Authority {
  return (
    cappingGrant(
      scope.map((grant) => ({ ...grant, workflow: null })),
      null,
      at,
    )?.level ?? "full"
  );
}

/**
 * `raise` where the level is above what holds now. Otherwise `lower`, with the instant until which it lowers: its own end,
 * or, earlier, the end of what holds now, where authority would fall below the wanted level anyhow. So a lowering never
 * raises anything later.
 * @param scope grants in force or to come of the same agent and scope; @param now ms
 */
export function judgeGrant(
  scope: readonly GrantState[],
  wanted: WantedGrant,
  now: number,
): { kind: "raise" } | { kind: "lower"; until: number | null } {
  const below = (at: number) => {
    const granted = grantedLevel(scope, at);
    return granted !== wanted.level && minAuthority(granted, wanted.level) === granted;
  };
  if (below(now)) return { kind: "raise" };
  const changes = scope.flatMap(({ until }) => (until !== null && until > now ? [until] : [])).sort((a, b) => a - b);
  const falls = changes.find(below);
  const ends = Math.min(wanted.until ?? Infinity, falls ?? Infinity);
  return { kind: "lower", until: ends === Infinity ? null : ends };
}

/** Those grants of the scope that can never rule again once one with this end holds: they are over. */
export function outlived(scope: readonly GrantState[], until: number | null): GrantState[] {
  return scope.filter((grant) => until === null || (grant.until !== null && grant.until <= until));
}
