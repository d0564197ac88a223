import Link from "next/link";
import { Hash, Id } from "@/components/trust/hash";
import { Mark } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { count } from "@/components/trust/words";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/section";
import { type EvidenceData, sayLag, sayMove, sayVouched, shownAttributes } from "./evidence";

type Of = { of: EvidenceData };
const KIND: Record<string, string> = {
  own: "the provider’s own",
  counterparty: "the counterparty",
  third_party: "a third party",
};

/** Whose word it is: source, voucher, signature with its key, and what was signed. */
export function WhoseWord({ of }: Of) {
  const { signer, signature } = of;
  return (
    <>
      <Facts
        className="mt-3"
        items={[
          ["Source", of.source],
          ["Weight", sayVouched(of)],
          [
            "Signature",
            signer && signature ? (
              <span key="s">
                <Mark tone="met">Verified</Mark> by {signer.name}, {KIND[signer.kind] ?? signer.kind}
                {signer.revokedAt ? (
                  <>
                    ; revoked since, <When at={signer.revokedAt} />
                  </>
                ) : null}
              </span>
            ) : (
              "None: it rests on the word of who sent it"
            ),
          ],
          ...(signature
            ? [
                ["Form", signature.form === "dsse" ? "DSSE envelope, in-toto statement" : "JWS"] as const,
                ["Key", <Id key="k" value={signature.keyId} what="key id" />] as const,
                [
                  "Signed",
                  <Hash key="h" value={`sha256:${signature.sha256}`} what="hash of what was signed" />,
                ] as const,
              ]
            : []),
          ["Sent by", `${of.recordedBy.name}${of.recordedBy.type === "service" ? ", a service key" : ""}`],
        ]}
      />
      {of.envelope ? <Envelope envelope={of.envelope} /> : null}
    </>
  );
}

function Envelope({ envelope }: { envelope: unknown }) {
  const text = typeof envelope === "string" ? envelope : JSON.stringify(envelope, null, 2);
  return (
    <details className="mt-3 text-sm">
      <summary>What was signed, as it came</summary>
      <div className="relative mt-2">
        <pre className="code pr-10">{text}</pre>
        <CopyButton text={text} what="envelope" className="absolute top-2 right-2" />
      </div>
    </details>
  );
}

/** What was tested, on what, by which yardstick, and when it was seen and learnt. */
export function WhatWasTested({ of }: Of) {
  const lag = sayLag(of);
  return (
    <Facts
      className="mt-3"
      items={[
        [
          "Agent",
          <span key="a">
            <Link href={`/agents/${of.agent}`}>{of.agent}</Link>, release {of.release}
          </span>,
        ],
        [
          "Pact",
          <span key="p">
            <Link href={`/pacts/${of.pact}`}>{of.pactTitle}</Link>, as version {count(of.version)} words it
            {of.draft ? ", not live when this came" : ""}
          </span>,
        ],
        ["Observed", <When key="o" at={of.observedAt} form="absolute" />],
        [
          "Learnt",
          <span key="l">
            <When at={of.recordedAt} form="absolute" />
            {lag ? `, ${lag}` : ", at once"}
            {of.late ? (
              <>
                {" "}
                <Mark tone="stale">Late</Mark>
              </>
            ) : null}
          </span>,
        ],
        ["Method", of.method ? `version ${of.method}` : "its version is not named"],
        [
          "Artifact",
          of.artifact ? (
            <span key="f">
              <Hash value={`sha256:${of.artifact.sha256}`} what="artifact hash" />
              {of.artifact.uri ? <Address uri={of.artifact.uri} /> : null}
            </span>
          ) : (
            "None named"
          ),
        ],
        ["Bound to", <Hash key="b" value={of.evidenceHash} what="evidence hash" />],
        ...(of.decision
          ? [
              [
                "Outcome of",
                <Link key="d" href={`/decisions?d=${of.decision}`}>
                  {of.decision}
                </Link>,
              ] as const,
            ]
          : []),
        ...shownAttributes(of.attributes),
        ["Id", <Id key="i" value={of.id} what="evidence id" />],
      ]}
    />
  );
}

/** Where the artifact lies: a link only where a browser opens it. */
function Address({ uri }: { uri: string }) {
  return (
    <span className="block wrap-anywhere">
      {/^https?:/.test(uri) ? (
        <a href={uri} rel="noreferrer">
          {uri}
        </a>
      ) : (
        uri
      )}
    </span>
  );
}

/** Which window it renewed, or why none. */
export function Renewed({ of: { freshness, counts } }: Of) {
  const { renewed, until, before, next, because } = freshness;
  if (!renewed)
    return (
      <p className="py-3 text-sm">
        It renewed no window{because.length > 0 ? `: ${because.join("; ")}` : ""}.
        {counts ? null : <span className="text-ink-2"> It still counts for the monitor and the score.</span>}
      </p>
    );
  return (
    <p className="py-3 text-sm">
      It renewed the window until <When at={until ?? ""} form="absolute" plain />
      {before ? (
        <>
          ; without it that would have been <When at={before} form="absolute" plain />
        </>
      ) : (
        ", the first to do so"
      )}
      .
      {next ? (
        <span className="text-ink-2">
          {" "}
          <Link href={`/evidence/${next.id}`}>Another record</Link> has renewed it since.
        </span>
      ) : (
        <span className="text-ink-2"> The window rests on it now.</span>
      )}
    </p>
  );
}

/** What it did to the monitor, what it latched, which drift it belongs to. */
export function Moved({ of: { monitor, suite, latches, drift } }: Of) {
  return (
    <div className="flex flex-col gap-2 py-3 text-sm">
      {monitor ? (
        <p>
          {sayMove(monitor)}{" "}
          <span className="text-ink-2">
            After {count(monitor.checks)} checks: {monitor.says}.
          </span>
        </p>
      ) : (
        <p className="text-ink-2">No monitor follows its clause, or there are too many records to replay here.</p>
      )}
      {suite ? <p>Beside the release before: {suite.says}.</p> : null}
      {latches.map(({ id, trigger, at, does, liftedAt }) => (
        <p key={id}>
          <Verdict verdict={does} /> {trigger}
          {at === null ? "" : ` at ${count(at)}`}: latched by this record
          {liftedAt ? (
            <>
              , lifted <When at={liftedAt} />
            </>
          ) : (
            ", in force"
          )}
          .
        </p>
      ))}
      {drift ? (
        <p>
          <Link href={`/drift/${drift.id}`}>The drift that it belongs to</Link>, {drift.state} now.
        </p>
      ) : null}
    </div>
  );
}

/** Its place in the ledger, with the receipt. */
export function InLedger({ of: { ledger } }: Of) {
  if (!ledger) return <p className="py-3 text-sm text-ink-2">Its entry was not found.</p>;
  if (ledger.number === null) return <p className="py-3 text-sm text-ink-2">Being numbered.</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3 text-sm">
      <LedgerNumber number={ledger.number} href={`/ledger?entry=${ledger.number}`} />
      <a href={`/api/v1/ledger/entries/${ledger.number}/receipt`}>Receipt</a>
    </p>
  );
}
