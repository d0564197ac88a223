/**
 * Twins: agents that stand in for others while a drill runs. Their names hold a mark that no other agent's can, so that what
 * belongs to one is told apart wherever it is stored (migration 0200).
 */
import type { OrganisationState } from "./state.ts";

const MARK = "~";

/** Whether this is a twin's name. */
export const isTwin = (agent: string): boolean => agent.includes(MARK);

/** The name of a drill's `n`th twin. @param drill the drill's id */
export function twinName(agent: string, drill: string, n: number): string {
  return `${agent.slice(0, 60)}${MARK}${drill.slice(drill.indexOf("_") + 1)}.${n}`;
}

/** The state without twins, for those who decide elsewhere. */
export function withoutTwins({ twins: _, ...state }: OrganisationState): OrganisationState {
  const real = <T extends { agent: string | null }>(rows: readonly T[]) =>
    rows.filter(({ agent }) => agent === null || !isTwin(agent));
  return {
    ...state,
    lines: real(state.lines),
    latches: real(state.latches),
    incidents: real(state.incidents),
    caps: real(state.caps),
  };
}
