import { Hash } from "@/components/trust/hash";
import { When } from "@/components/trust/when";

interface Signature {
  member: { id: string; name: string };
  at: string;
  counts: boolean;
}

/** Who approved this very wording. */
export function Signatures({ approvals, hash }: { approvals: readonly Signature[]; hash: string }) {
  if (approvals.length === 0) return null;
  return (
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
  );
}
