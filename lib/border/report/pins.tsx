import { KEY_TYPE, type KeyPins, PIN_WORDS, pinCommand } from "@/lib/domain/key-pin";
import { dateline } from "@/lib/domain/report";

/** What is pinned outside of this server, and how a reader looks it up without asking us. */
export function Pins({ pins: { dns, countersigned }, address }: { pins: KeyPins; address: string | null }) {
  return (
    <>
      {dns ? (
        <>
          <p className="note">
            The key is published as a TXT record of <span className="mono">{dns.name}</span>, which this server does not
            hold. Ask for it yourself:
          </p>
          <pre>{`${pinCommand(dns.name)}\n${dns.record}`}</pre>
          <p className="note">
            {dns.found && dns.checkedAt
              ? `Looked up from here on ${dateline(Date.parse(dns.checkedAt))}: ${PIN_WORDS[dns.found]}.`
              : "It was not looked up from here yet."}
          </p>
        </>
      ) : (
        <p className="note">No name of the domain name system is set at which the key is published.</p>
      )}
      {countersigned.length === 0 ? (
        <p className="note">No counterparty has countersigned the key yet.</p>
      ) : (
        <ul>
          {countersigned.map(({ issuer, name, keyId, at }) => (
            <li key={`${issuer} ${keyId}`} className="note">
              Countersigned by {name} with its key <span className="mono">{keyId}</span>, {dateline(Date.parse(at))}.
            </li>
          ))}
        </ul>
      )}
      {address === null ? null : (
        <p className="note">
          A counterparty whose key is registered here countersigns it: post a DSSE envelope of the key line, type{" "}
          <span className="mono">{KEY_TYPE}</span>, to <span className="mono">{address}/key</span>.
        </p>
      )}
    </>
  );
}

/** The pins in a sentence, for the report itself. */
export function sayPins({ dns, countersigned }: KeyPins): string {
  const said = [
    ...(dns ? [`published at ${dns.name}${dns.found ? ` (looked up from here: ${PIN_WORDS[dns.found]})` : ""}`] : []),
    ...(countersigned.length > 0 ? [`countersigned by ${countersigned.map(({ name }) => name).join(", ")}`] : []),
  ];
  return said.length === 0
    ? "The ledger’s key is pinned nowhere outside of this server yet: compare it with one that you were given."
    : `The ledger’s key is ${said.join(" and ")}: outside of this server.`;
}
