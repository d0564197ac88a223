import type { Metadata } from "next";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { currentActor } from "@/lib/border/session";
import { type KeyPins, PIN_WORDS, pinCommand } from "@/lib/domain/key-pin";
import { may } from "@/lib/domain/roles";
import { type ExportView, exportPage } from "@/lib/queries/exports";
import { listHolds } from "@/lib/queries/holds";
import { keyPins } from "@/lib/queries/key-pins";
import { livePacts } from "@/lib/queries/live-pacts";
import { getOrganisation } from "@/lib/queries/organisation";
import { SettingsFrame } from "../frame";
import { ExportForm, HoldForm, KeyNameForm, LookUpForm, ReleaseForm, RetentionForm } from "./record-forms";

export const metadata: Metadata = { title: "Records" };

const SHOWN = 50;

function sentenceOf(held: number, retention: string | null): string {
  if (held > 0) return `${plural(held, "legal hold")} in force: nothing is pruned or erased.`;
  return retention === null
    ? "Everything is kept for ever."
    : `Decisions are kept for ${retention}, everything else for ever.`;
}

/** What is kept and for how long, what may not be erased, what was taken out, and where the ledger's key is pinned. */
export default async function RecordsPage() {
  const actor = await currentActor();
  const [{ settings }, holds, pins, pacts, exports] = await Promise.all([
    getOrganisation(actor),
    listHolds(actor),
    keyPins(actor),
    livePacts(actor),
    exportPage(actor, SHOWN),
  ]);
  const manages = may(actor, "organisation.write");
  const held = holds.filter(({ releasedAt }) => releasedAt === null).length;
  return (
    <SettingsFrame
      tab="records"
      sentence={sentenceOf(held, settings.decisionRetention)}
      lede="What auditors ask for: how long records are kept, what holds them, complete populations to draw samples from, and a key that readers find outside of this server."
    >
      <Section title="Populations for samples">
        <div className="mt-4 max-w-measure">
          {pacts.length === 0 ? <EmptyState sentence="No pact is in force yet." /> : <ExportForm pacts={pacts} />}
        </div>
        <Exports exports={exports.slice(0, SHOWN)} />
      </Section>
      <Section title="Legal holds">
        {holds.length === 0 ? <p className="mt-4 text-sm text-ink-2">No legal hold was ever placed.</p> : null}
        <ul className="mt-4 flex max-w-measure flex-col gap-4 text-sm">
          {holds.map(({ id, reason, placedAt, placedBy, releasedAt, releasedBy, releaseReason }) => (
            <li key={id} className="border-line border-b pb-4">
              <p>{reason}</p>
              <p className="label mt-1">
                Placed by {placedBy.name}, <When at={placedAt} />.
                {releasedAt ? (
                  <>
                    {" "}
                    Released by {releasedBy?.name}, <When at={releasedAt} />: {releaseReason}
                  </>
                ) : (
                  " In force."
                )}
              </p>
              {manages && !releasedAt ? (
                <div className="mt-3">
                  <ReleaseForm id={id} />
                </div>
              ) : null}
            </li>
          ))}
        </ul>
        {manages ? (
          <div className="mt-4 max-w-measure">
            <HoldForm />
          </div>
        ) : null}
      </Section>
      <Section title="Retention">
        <div className="mt-4 max-w-measure">
          {manages ? (
            <RetentionForm key={settings.decisionRetention} retention={settings.decisionRetention} />
          ) : (
            <p className="text-sm">Decisions are kept {settings.decisionRetention ?? "for ever"}.</p>
          )}
        </div>
      </Section>
      <Section title="The ledger's key outside of this server">
        <Pinned pins={pins} manages={manages} name={settings.keyName} />
      </Section>
    </SettingsFrame>
  );
}

function Pinned({
  pins: { key, dns, countersigned },
  manages,
  name,
}: {
  pins: KeyPins;
  manages: boolean;
  name: string | null;
}) {
  return (
    <div className="mt-4 flex max-w-measure flex-col gap-4 text-sm">
      <p>
        A reader who compares the key with one that this server does not hold would notice a rewritten history. The key:
      </p>
      <p className="code wrap-anywhere">{key ?? "The ledger has no key yet."}</p>
      {manages ? <KeyNameForm key={name} name={name} /> : null}
      {dns ? (
        <div>
          <p>Publish exactly this record:</p>
          <p className="code mt-2 wrap-anywhere">{dns.record}</p>
          <div className="mt-2">
            <CopyButton text={dns.record} what="record">
              Copy record
            </CopyButton>
          </div>
          <p className="mt-3">
            {dns.found && dns.checkedAt ? (
              <>
                Looked up <When at={dns.checkedAt} />: {PIN_WORDS[dns.found]}.
              </>
            ) : (
              "It was not looked up yet; that is done each hour."
            )}{" "}
            Anybody checks it by <code className="mono">{pinCommand(dns.name)}</code>.
          </p>
          {manages ? <LookUpForm /> : null}
        </div>
      ) : null}
      {countersigned.length === 0 ? (
        <p className="text-ink-2">No counterparty has countersigned it yet. Each report says how that is done.</p>
      ) : (
        <ul>
          {countersigned.map(({ issuer, name: who, keyId, at }) => (
            <li key={`${issuer} ${keyId}`}>
              Countersigned by {who} with its key <span className="mono">{keyId}</span>, <When at={at} />.
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Exports({ exports }: { exports: readonly ExportView[] }) {
  if (exports.length === 0) return <p className="mt-4 text-sm text-ink-2">Nothing was exported yet.</p>;
  return (
    <Table caption="Populations that were taken out" stack>
      <thead>
        <tr>
          <Th>What</Th>
          <Th>By</Th>
          <Th num>Rows</Th>
          <Th>SHA-256 of the file</Th>
          <Th num>Ledger</Th>
        </tr>
      </thead>
      <tbody>
        {exports.map(({ id, what, pact, by, at, count, sha256, number, complete }) => (
          <tr key={id}>
            <Td label="What">
              {what} of {pact}
              {complete ? null : <span className="label"> broken off</span>}
            </Td>
            <Td label="By">
              {by.name}, <When at={at} />
            </Td>
            <Td label="Rows" num>
              {count}
            </Td>
            <Td label="SHA-256 of the file" className="mono break-all">
              {sha256}
            </Td>
            <Td label="Ledger" num>
              {number === null ? "not numbered yet" : `#${number}`}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
