import Link from "next/link";
import { When } from "@/components/trust/when";

export interface VersionInRail {
  version: number;
  state: "draft" | "in_review" | "live" | "superseded";
  editedBy: { name: string };
  editedAt: string;
  liveAt: string | null;
  supersededAt: string | null;
}

const STATES = { draft: "Draft", in_review: "In review", live: "Live", superseded: "Superseded" } as const;

/** Versions beside the document, newest first, and the way to compare two of them. */
export function VersionsRail({
  pact,
  versions,
  shown,
}: {
  pact: string;
  versions: readonly VersionInRail[];
  shown: number;
}) {
  const before = versions.find(({ version }) => version < shown)?.version;
  const after = [...versions].reverse().find(({ version }) => version > shown)?.version;
  return (
    <nav className="pact-rail no-print" aria-label="Versions">
      <p className="label mb-3">Versions</p>
      <ol className="rail">
        {versions.map((one) => (
          <li
            key={one.version}
            data-shown={one.version === shown || undefined}
            data-open={one.state === "draft" || one.state === "in_review" || undefined}
          >
            <Link
              href={`/pacts/${pact}?version=${one.version}`}
              aria-current={one.version === shown ? "page" : undefined}
              className="aria-[current]:font-medium"
            >
              Version {one.version}
            </Link>
            <span className="label block">
              <SayState of={one} />
            </span>
          </li>
        ))}
      </ol>
      {before === undefined ? null : (
        <Link className="block text-xs leading-6" href={`/pacts/${pact}/compare?from=${before}&to=${shown}`}>
          Compare {before} with {shown}
        </Link>
      )}
      {after === undefined ? null : (
        <Link className="block text-xs leading-6" href={`/pacts/${pact}/compare?from=${shown}&to=${after}`}>
          Compare {shown} with {after}
        </Link>
      )}
    </nav>
  );
}

/** "Live, since 2 Nov", "Draft, by Ana". */
export function SayState({ of }: { of: VersionInRail }) {
  return (
    <>
      {STATES[of.state]}, <Dated of={of} />
    </>
  );
}

function Dated({ of }: { of: VersionInRail }) {
  if (of.state === "live" && of.liveAt) {
    return (
      <>
        since <When at={of.liveAt} form="date" plain />
      </>
    );
  }
  if (of.state === "superseded" && of.supersededAt) return <When at={of.supersededAt} form="date" plain />;
  return <>by {of.editedBy.name}</>;
}
