import Link from "next/link";
import { When } from "@/components/trust/when";
import { count } from "@/components/trust/words";

export interface SealedLineProps {
  signed: { size: number; at: string; refused: string | null } | null;
  audited: { size: number; at: string; problem: string | null } | null;
  witnesses: readonly { name: string; size: number; problem: string | null }[];
}

/** Up to where the ledger is signed, when, and who else vouches for it up to where: "witnessed by 1 of 2". */
export function SealedLine({ signed, audited, witnesses }: SealedLineProps) {
  if (!signed) return <p className="text-sm text-ink-2">◌ Nothing is signed yet; a head is signed each second.</p>;
  const vouching = witnesses.filter(({ size, problem }) => size > 0 && problem === null);
  const upTo = Math.min(signed.size, ...vouching.map(({ size }) => size));
  return (
    <>
      <p className="text-sm text-ink-2">
        Signed to <span className="mono">#{count(signed.size - 1)}</span>, <When at={signed.at} />
        {" · "}
        <Link href="/ledger/witnesses">
          {witnesses.length > 0 ? `witnessed by ${vouching.length} of ${witnesses.length}` : "no witness is asked"}
        </Link>
        {vouching.length > 0 && upTo < signed.size ? (
          <>
            , to <span className="mono">#{count(upTo - 1)}</span>
          </>
        ) : null}
        {audited && !audited.problem ? (
          <>
            {" · "}all {count(audited.size)} walked <When at={audited.at} />, nothing wrong
          </>
        ) : null}
      </p>
      {audited?.problem ? (
        <p role="alert" className="text-sm text-block">
          ■ Walking it whole found, <When at={audited.at} />: {audited.problem}.
        </p>
      ) : null}
      {signed.refused ? (
        <p role="alert" className="text-sm text-block">
          ■ Newer entries are not signed: {signed.refused}.
        </p>
      ) : null}
      {witnesses
        .filter(({ problem }) => problem !== null)
        .map(({ name, problem }) => (
          <p key={name} className="text-sm text-review">
            ◆ {name} did not cosign: {problem}
          </p>
        ))}
    </>
  );
}
