import Link from "next/link";
import { Hash } from "@/components/trust/hash";
import { plural } from "@/components/trust/words";
import { joined } from "@/lib/domain/text";
import { SayState, type VersionInRail } from "./versions-rail";

interface Version extends VersionInRail {
  hash: string;
  approvals: readonly { member: { name: string }; counts: boolean }[];
}

export interface CompareRailProps {
  pact: string;
  versions: readonly Version[];
  from: number;
  to: number;
}

/** Every version with its author, approvals and hash; any two of them can be put side by side. */
export function CompareRail({ pact, versions, from, to }: CompareRailProps) {
  const href = (one: number, other: number) => `/pacts/${pact}/compare?from=${one}&to=${other}`;
  return (
    <nav className="diff-rail no-print" aria-label="Versions">
      <p className="label mb-3">Versions</p>
      <ol className="rail">
        {versions.map((one) => {
          const { version, hash } = one;
          const part = version === from ? "from here" : version === to ? "to here" : null;
          return (
            <li
              key={version}
              data-shown={part !== null || undefined}
              data-open={one.state === "draft" || one.state === "in_review" || undefined}
            >
              <Link href={`/pacts/${pact}?version=${version}`} className={part ? "font-medium" : undefined}>
                Version {version}
              </Link>
              {part ? <span className="label">, {part}</span> : null}
              <span className="label block">
                <SayState of={one} />
              </span>
              <span className="label block">{sayApproved(one)}</span>
              <Hash value={hash} bare />
              {part === null ? (
                <span className="block text-xs leading-6">
                  {version < to ? <Link href={href(version, to)}>Compare with {to}</Link> : null}
                  {version > to ? <Link href={href(from, version)}>Compare {from} with it</Link> : null}
                </span>
              ) : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function sayApproved({ approvals }: Version): string {
  const given = approvals.filter(({ counts }) => counts);
  if (given.length === 0) return "no approval";
  return `${plural(given.length, "approval")}: ${joined(given.map(({ member }) => member.name))}`;
}
