import { CONSENT } from "@/lib/domain/countersign";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { sayLimits } from "@/lib/domain/limits";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import {
  sayEvidence,
  sayFreshness,
  sayOtherwise,
  sayOverrides,
  sayScope,
  saySettlement,
} from "@/lib/domain/pact-words";
import { toYaml } from "@/lib/domain/parse-pact";
import { dateline } from "@/lib/domain/report";
import { joined, upperFirst } from "@/lib/domain/text";
import type { Contract } from "@/lib/queries/contract";
import { Countersign, Propose, Proposed } from "./contract-forms";
import { CONTRACT_STYLE } from "./contract-style";
import type { ContractView } from "./contract-view";
import { FormSaid } from "./form-parts";
import { pageOf } from "./frame";
import { Watermark } from "./mark";

/** The contract behind a counterparty's link: to be read whole, countersigned, or worded otherwise. Without a script. */
export function contractPage(view: ContractView): Promise<string> {
  const { contract, address, refused } = view;
  const { document, shown, organisation, audience } = contract;
  return pageOf(
    `${document.title}, version ${shown.version}`,
    <main className="doc">
      <Watermark mark={view.mark} />
      <div className="mast">
        <b>Surety</b>
        <p>
          Laid by {organisation} before {audience}
          <br />
          Open until {dateline(Date.parse(contract.sharedUntil))}
        </p>
      </div>
      {contract.demonstration ? (
        <p className="demo">DEMONSTRATION: the organisation and its figures are made up</p>
      ) : null}
      <FormSaid done={sayDone(view)} refused={refused} />
      <p className="kind">Contract, {shown.state === "live" ? "in force" : "under review: it binds nobody yet"}</p>
      <h1>{document.title}</h1>
      <Recitals document={document} />
      <Facts contract={contract} address={address} />
      <h2>
        Clauses<span>{document.clauses.length} promised</span>
      </h2>
      {document.clauses.map((clause, at) => (
        <Promise_ key={clause.key} number={at + 1} clause={clause} contract={contract} />
      ))}
      <Terms document={document} />
      <h2>Countersigned</h2>
      <Signed contract={contract} />
      <Countersign {...view} consent={CONSENT} />
      <Propose {...view} />
      <Proposed redlines={contract.redlines} />
      <div className="foot">
        <span>
          As of {dateline(Date.parse(contract.at))}. <a href={`${address}/contract.json`}>contract.json</a>
          {contract.versions.some(({ state }) => state === "live") ? (
            <>
              {" "}
              · <a href={address}>Trust report</a>
            </>
          ) : null}
        </span>
        <span className="mono">{shown.hash}</span>
      </div>
    </main>,
    undefined,
    CONTRACT_STYLE,
  );
}

function sayDone({ contract: { shown }, done }: ContractView): string | null {
  if (!done) return null;
  return done === "countersigned"
    ? `Version ${shown.version} bears your countersignature. It stands in the ledger, and in the trust report.`
    : "Your wording is proposed. Whoever writes this pact takes it over or declines it; you see which below.";
}

function Recitals({ document }: { document: PactDocument }) {
  const { parties, agent, workflow } = document;
  return (
    <>
      <p className="cover">
        {parties.provider}, the <i>provider</i>, promises {parties.counterparty ?? "itself"}
        {parties.counterparty ? (
          <>
            , the <i>counterparty</i>,
          </>
        ) : null}{" "}
        how the agent {agent} behaves in the workflow {workflow}.
      </p>
      <p className="lede">{sayScope(document)}</p>
    </>
  );
}

function Facts({ contract: { shown, versions, document }, address }: { contract: Contract; address: string }) {
  const others = versions.filter(({ version }) => version !== shown.version);
  return (
    <dl className="facts">
      <div>
        <dt>Version</dt>
        <dd>
          {shown.version}, {shown.state === "live" ? `in force since ${shown.liveSince?.slice(0, 10)}` : "under review"}
        </dd>
      </div>
      <div>
        <dt>Mode</dt>
        <dd>{document.mode === "shadow" ? "Shadow: it only watches" : "Enforced at every request"}</dd>
      </div>
      <div>
        <dt>Hash of this wording</dt>
        <dd className="mono">{shown.hash}</dd>
      </div>
      <div>
        <dt>Other wording</dt>
        <dd>
          {others.length === 0
            ? "none"
            : others.map(({ version, state }) => (
                <a key={version} href={`${address}/contract?version=${version}`}>
                  version {version}, {state === "live" ? "in force" : "under review"}
                </a>
              ))}
        </dd>
      </div>
    </dl>
  );
}

function Promise_({ number, clause, contract }: { number: number; clause: Clause; contract: Contract }) {
  const { key, title, obligation, severity, actions, when, require, owner } = clause;
  const only = [
    actions ? `Only for ${joined(actions)}.` : "",
    when ? `Only when ${when}.` : "",
    require ? `The request must satisfy ${require}.` : "",
  ].filter(Boolean);
  return (
    <section className="clause" aria-labelledby={`clause-${key}`}>
      <header>
        <h3 id={`clause-${key}`}>
          {number}. {title}
        </h3>
        <span className="chip">{upperFirst(severity)}</span>
      </header>
      <p className="wording">{obligation}</p>
      <dl className="five four">
        <Answer name="Evidence" said={sayEvidence(clause)} />
        <Answer name="Freshness" said={upperFirst(sayFreshness(clause))} />
        <Answer
          name="Owner"
          said={`${contract.teams[owner] ?? owner}${clause.respond ? `, answers within ${sayDuration(durationMs(clause.respond.within))}` : ""}`}
        />
        <Answer name="If it does not hold" said={sayOtherwise(clause, contract.document).join(" ")} />
      </dl>
      {only.length > 0 ? <p className="note">{only.join(" ")}</p> : null}
    </section>
  );
}

const Answer = ({ name, said }: { name: string; said: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{said}</dd>
  </div>
);

/** Limits, overrides and money in words, and the document itself: what the hash is over, with nothing left out. */
function Terms({ document }: { document: PactDocument }) {
  const { levels, facts } = document;
  const said = [
    levels?.limited ? `With limited authority the agent acts within ${sayLimits(levels.limited, facts)}.` : null,
    sayOverrides(document),
    saySettlement(document),
  ].filter((one) => one !== null);
  return (
    <>
      <h2>
        Terms<span>the whole of what is signed</span>
      </h2>
      {said.map((one) => (
        <p className="note" key={one}>
          {one}
        </p>
      ))}
      <details>
        <summary>The document itself, with nothing left out</summary>
        <pre>{toYaml(document)}</pre>
      </details>
    </>
  );
}

function Signed({ contract: { countersignatures, shown } }: { contract: Contract }) {
  if (countersignatures.length === 0)
    return <p className="note">Nobody has countersigned version {shown.version} as it is worded here.</p>;
  return (
    <table>
      <tbody>
        {countersignatures.map(({ id, name, audience, at, ledgerNumber }) => (
          <tr key={id}>
            <td className="when">{dateline(Date.parse(at))}</td>
            <td>
              {name}, for {audience}
            </td>
            <td className="n no">{ledgerNumber === null ? "not numbered yet" : `#${ledgerNumber}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
