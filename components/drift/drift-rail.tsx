import Link from "next/link";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { DRIFT_NAME, DRIFT_TONE, type DriftState, toOne } from "./drift";

export interface RailDrift {
  id: string;
  state: DriftState;
  title: string;
  agent: string;
  odds: number;
  suspectedAt: string;
  verifiedAt: string | null;
  clearedAt: string | null;
}

export type RailGroups = Record<DriftState, readonly RailDrift[]>;

const HEADS: readonly (readonly [DriftState, string])[] = [
  ["verified", "Open"],
  ["suspected", "Watching"],
  ["cleared", "Cleared in 30 days"],
];

/** Drifts beside the one that is looked at. */
export function DriftRail({ groups, selected }: { groups: RailGroups; selected: string }) {
  return (
    <nav aria-label="Drifts" className="drift-rail">
      {HEADS.map(([state, head]) =>
        groups[state].length > 0 ? (
          <section key={state} aria-label={head}>
            <h2 className="label px-5 pt-5 pb-1">{head}</h2>
            <ul>
              {groups[state].map((drift) => (
                <li key={drift.id}>
                  <Link
                    href={`/drift/${drift.id}`}
                    aria-current={drift.id === selected ? "page" : undefined}
                    className="inbox-item"
                  >
                    <Mark tone={DRIFT_TONE[state]} className="text-xs">
                      {DRIFT_NAME[state]}
                    </Mark>
                    <em className="my-0.5 block text-sm leading-5">{drift.title}</em>
                    <span className="block text-xs text-ink-2">
                      {drift.agent}, {state === "cleared" ? null : `${toOne(drift.odds)}, `}
                      <When at={latest(drift)} plain />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ) : null,
      )}
    </nav>
  );
}

const latest = ({ state, suspectedAt, verifiedAt, clearedAt }: RailDrift): string =>
  (state === "cleared" ? clearedAt : state === "verified" ? verifiedAt : null) ?? suspectedAt;
