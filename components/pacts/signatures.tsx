import { Hash } from "@/components/trust/hash";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";

interface Signature {
  member: { id: string; name: string };
  at: string;
  counts: boolean;
}

interface Countersignature {
  id: string;
  name: string;
  email: string;
  audience: string;
  at: string;
  ledgerNumber: number | null;
}

export interface SignaturesProps {
  approvals: readonly Signature[];
  countersignatures: readonly Countersignature[];
  hash: string;
}

/** Who approved and who countersigned this very wording. */
export function Signatures({ approvals, countersignatures, hash }: SignaturesProps) {
  return (
    <>
      {approvals.length > 0 ? (
        <>
          <h2 className="art">Approved</h2>
          <div className="grid grid-cols-2 gap-x-8 gap-y-5 text-sm max-sm:grid-cols-1">
            {approvals.map(({ member, at, counts }) => (
              <div key={member.id} className="border-t border-line-strong pt-2">
                <p className="font-serif text-lg italic">{member.name}</p>
                <p className="label mt-1">
                  <When at={at} form="absolute" />, binds <Hash value={hash} bare />
                </p>
                {counts ? null : <p className="label mt-1">No longer counts: they may not approve any more.</p>}
              </div>
            ))}
          </div>
        </>
      ) : null}
      {countersignatures.length > 0 ? (
        <>
          <h2 className="art">Countersigned</h2>
          <div className="grid grid-cols-2 gap-x-8 gap-y-5 text-sm max-sm:grid-cols-1">
            {countersignatures.map(({ id, name, email, audience, at, ledgerNumber }) => (
              <div key={id} className="border-t border-line-strong pt-2">
                <p className="font-serif text-lg italic">{name}</p>
                <p className="mt-1 wrap-anywhere">
                  for {audience}, <span className="text-ink-2">{email}</span>
                </p>
                <p className="label mt-1">
                  <When at={at} form="absolute" />, binds <Hash value={hash} bare />
                </p>
                {ledgerNumber === null ? null : (
                  <p className="mt-1">
                    <LedgerNumber number={ledgerNumber} href={`/ledger?entry=${ledgerNumber}`} />
                  </p>
                )}
              </div>
            ))}
          </div>
        </>
      ) : null}
    </>
  );
}
