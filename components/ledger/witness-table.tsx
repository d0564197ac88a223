import { When } from "@/components/trust/when";
import { count, plural } from "@/components/trust/words";
import { CopyButton } from "@/components/ui/copy-button";
import { Table, Td, Th } from "@/components/ui/table";
import type { AskedWitness } from "@/lib/domain/witness";
import { type AskNoMore, DropWitness } from "./witness-forms";

/** Who cosigns the ledger's heads, up to where, and how far behind. @param drop absent where the reader may not */
export function WitnessTable({
  witnesses,
  size,
  drop,
}: {
  witnesses: readonly AskedWitness[];
  size: number;
  drop?: AskNoMore;
}) {
  return (
    <Table caption="Witnesses, with the newest head that each cosigned" stack>
      <thead>
        <tr>
          <Th>Witness</Th>
          <Th>Key</Th>
          <Th>Cosigned to</Th>
          <Th>State</Th>
          {drop ? <Th unseen>Change</Th> : null}
        </tr>
      </thead>
      <tbody>
        {witnesses.map((witness) => (
          <tr key={witness.id}>
            <Th scope="row">
              <span className="wrap-anywhere">{witness.name}</span>
              <div className="label mono wrap-anywhere">{witness.url}</div>
            </Th>
            <Td label="Key">
              <VerifierKey text={witness.key} what={`key of ${witness.name}`} />
            </Td>
            <Td label="Cosigned to">
              {witness.cosignedAt === null ? (
                <span className="text-ink-2">Nothing yet</span>
              ) : (
                <>
                  <span className="mono">#{count(witness.size - 1)}</span>, <When at={witness.cosignedAt} />
                </>
              )}
            </Td>
            <Td label="State">
              <State witness={witness} size={size} />
            </Td>
            {drop ? (
              <Td className="text-right">
                <DropWitness id={witness.id} name={witness.name} drop={drop} />
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function State({ witness: { problem, size: seen, addedAt }, size }: { witness: AskedWitness; size: number }) {
  if (problem)
    return (
      <span className="text-review">
        <span aria-hidden="true">◆</span> Did not cosign: {problem}
      </span>
    );
  if (seen >= size)
    return (
      <span className="text-met">
        <span aria-hidden="true">●</span> Vouches for the newest head
      </span>
    );
  if (seen === 0)
    return (
      <span className="text-ink-2">
        <span aria-hidden="true">◌</span> Asked since <When at={addedAt} />
      </span>
    );
  return (
    <span className="text-ink-2">
      <span aria-hidden="true">◌</span> {plural(size - seen, "entry", "entries")} behind
    </span>
  );
}

/** `surety/…+1a2b3c4d`: a key by the part of it that people compare, and the whole of it to copy. */
export function VerifierKey({ text, what }: { text: string; what: string }) {
  const hash = /\+([0-9a-f]{8})\+/.exec(text)?.[1] ?? text;
  return (
    <span className="inline-flex items-center gap-1">
      <span className="mono" title={text}>
        {hash}
      </span>
      <CopyButton text={text} what={what} />
    </span>
  );
}
