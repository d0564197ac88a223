import type { Metadata } from "next";
import Link from "next/link";
import { NewWitness } from "@/components/ledger/witness-forms";
import { VerifierKey, WitnessTable } from "@/components/ledger/witness-table";
import { Page, PageHead } from "@/components/shell/page";
import { When } from "@/components/trust/when";
import { Curl } from "@/components/ui/curl";
import { EmptyState } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import type { AskedWitness } from "@/lib/domain/witness";
import { type LogKeyView, logKeys, witnessList } from "@/lib/queries/witnesses";
import { askNoMore, nameWitness } from "../actions";

export const metadata: Metadata = { title: "Witnesses and keys" };

function sentenceOf(witnesses: readonly AskedWitness[], size: number): string {
  if (witnesses.length === 0) return "Nobody outside vouches for the ledger’s heads yet.";
  const vouching = witnesses.filter((witness) => witness.size >= size).length;
  return `The newest head is witnessed by ${vouching} of ${witnesses.length}.`;
}

/** Who vouches for the ledger beside us, and the keys that it is signed with. */
export default async function WitnessesPage() {
  const actor = await currentActor();
  const [witnesses, { keys, size }] = await Promise.all([witnessList(actor), logKeys(actor)]);
  const manages = may(actor, "organisation.write");
  return (
    <Page crumbs={[{ label: "Ledger", href: "/ledger" }, { label: "Witnesses and keys" }]}>
      <PageHead
        sentence={sentenceOf(witnesses, size)}
        lede="A witness sees each head extend the one before and says so with a key of its own. A history that was rewritten and signed anew with our key would get no cosignature: whoever runs a witness, or asks for its line, would know."
        actions={manages ? <NewWitness add={nameWitness} /> : undefined}
      />
      <Section title="Witnesses" className="mt-8">
        {witnesses.length > 0 ? (
          <WitnessTable witnesses={witnesses} size={size} drop={manages ? askNoMore : undefined} />
        ) : (
          <div className="mt-4">
            <EmptyState sentence="A counterparty or an auditor runs one with a single command, and tells you its address and its key." />
          </div>
        )}
        <div className="mt-4">
          <Curl text={commandOf(keys)} what="What a witness runs" />
          <p className="label mt-2">
            <Link href="/reference/verify">How a witness works, and how to verify without us</Link>
          </p>
        </div>
      </Section>
      <Section title="Signing keys" className="mt-10">
        <Keys keys={keys} />
        <p className="mt-4 max-w-[68ch] text-sm text-ink-2">
          Whoever verifies pins the key in use, from somewhere else than here: a contract, a DNS record, a
          countersignature. A new key is made on the machine that signs, with{" "}
          <code className="mono">npm run surety -- ledger rotate-key</code>; from then on heads carry a signature of
          each key, so whoever pinned an earlier one still verifies, and the ledger says that it changed.
        </p>
      </Section>
    </Page>
  );
}

const commandOf = ([inUse]: readonly LogKeyView[]) =>
  `npm run surety -- witness --name witness.example/you --log "${inUse?.text ?? "the log’s verifier key"}"`;

function Keys({ keys }: { keys: readonly LogKeyView[] }) {
  if (keys.length === 0)
    return <p className="text-sm text-ink-2">Nothing is signed yet; the first head is, within a second.</p>;
  return (
    <Table caption="Keys that the ledger was signed with, the one in use first" stack>
      <thead>
        <tr>
          <Th>Key</Th>
          <Th>Signs since</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {keys.map(({ id, text, since, inUse }) => (
          <tr key={id}>
            <Th scope="row">
              <VerifierKey text={text} what="verifier key" />
            </Th>
            <Td label="Signs since">
              <When at={since} form="absolute" />
            </Td>
            <Td label="State">{inUse ? "In use" : "Earlier; still valid for who pinned it"}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
