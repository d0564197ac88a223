import Link from "next/link";
import { When } from "@/components/trust/when";
import { Tag } from "@/components/ui/page-parts";

interface Override {
  id: string;
  pact: string;
  clause: string | null;
  triggers: readonly string[];
  endsAt: string;
  reason: string;
}

const ROW = "flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-line py-2 text-sm";

/** What is taken away now, and until when. */
export function ActiveOverrides({ overrides }: { overrides: readonly Override[] }) {
  return (
    <ul>
      {overrides.map((one) => (
        <li key={one.id} className={ROW}>
          <span>
            <Link href={`/overrides?peek=${one.id}`}>{one.clause ?? "scope"}</Link>{" "}
            <span className="text-ink-2">
              of {one.pact}, {one.triggers.join(", ")}: {one.reason}
            </span>
          </span>
          <span className="text-ink-2">
            ends <When at={one.endsAt} precise />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Versions that are not in force yet. */
export function Drafts({
  drafts,
}: {
  drafts: readonly { pact: string; version: number; state: string; workflow: string }[];
}) {
  return (
    <ul>
      {drafts.map((one) => (
        <li key={one.pact} className={ROW}>
          <Link href={`/pacts/${one.pact}?version=${one.version}`}>
            {one.pact}, version {one.version}
          </Link>
          <Tag>{one.state === "in_review" ? "in review" : one.state}</Tag>
        </li>
      ))}
    </ul>
  );
}

/** Which release was current since when. */
export function Releases({ releases }: { releases: readonly { release: string; since: string }[] }) {
  return (
    <ol>
      {releases.map((one, index) => (
        <li key={one.since} className={ROW}>
          <span className="mono">{one.release}</span>
          <span className="text-ink-2">
            {index === 0 ? "current " : ""}since <When at={one.since} />
          </span>
        </li>
      ))}
    </ol>
  );
}
