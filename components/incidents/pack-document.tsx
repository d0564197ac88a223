import { type ExposureData, exposureSentence, money, REMEDIATION_NAME } from "@/components/exposure/exposure";
import { Happened } from "@/components/trust/happened";
import { Hash } from "@/components/trust/hash";
import { absolute, count, plural } from "@/components/trust/words";
import { Facts } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";

export interface PackData {
  madeAt: string;
  madeBy: { name: string };
  from: string;
  to: string;
  incident: {
    title: string;
    severity: string;
    status: string;
    detail: string | null;
    agent: string;
    startedAt: string;
    openedAt: string;
    openedBy: { name: string };
    resolvedAt: string | null;
    resolvedBy: { name: string } | null;
    note: string | null;
  };
  promised: readonly {
    pact: string;
    version: number;
    hash: string;
    title: string;
    from: string;
    to: string | null;
    clauses: readonly { key: string; title: string; obligation: string }[];
  }[];
  known: {
    evidence: readonly { id: string; passing: boolean; clause: string }[];
    drifts: readonly { id: string; clause: string; suspectedAt: string; says: string }[];
    latches: readonly { clause: string; trigger: string; does: string; says: string; since: string }[];
  };
  decided: ExposureData;
  history: readonly { id: string; number: number | null; at: string; by: { name: string }; says: string }[];
}

const at = (instant: string) => absolute(Date.parse(instant));

/** What was promised, known and decided, when and by whom: a document that prints. */
export function IncidentPackDocument({ pack }: { pack: PackData }) {
  const { incident, promised, known, decided, history } = pack;
  return (
    <article className="sheet mx-auto max-w-[880px]" aria-label={`Post-incident pack: ${incident.title}`}>
      <h1 className="doc-title">{incident.title}</h1>
      <p className="recital">
        An incident of severity {incident.severity} of {incident.agent}, opened by {incident.openedBy.name} on{" "}
        {at(incident.openedAt)}
        {incident.resolvedAt
          ? `, resolved by ${incident.resolvedBy?.name ?? "Surety"} on ${at(incident.resolvedAt)}`
          : ", open still"}
        .
      </p>
      <Facts
        className="mt-5 border-y border-line py-3"
        items={[
          ["Began", at(incident.startedAt)],
          ["Covers", `${at(pack.from)} to ${at(pack.to)}`],
          ["Made", `${at(pack.madeAt)} by ${pack.madeBy.name}`],
          ...(incident.detail ? [["Known at first", incident.detail] as const] : []),
          ...(incident.note ? [["What ended it", incident.note] as const] : []),
        ]}
      />
      <h2 className="art">What was promised</h2>
      <Promised promised={promised} />
      <h2 className="art">What was known</h2>
      <Known known={known} />
      <h2 className="art">What was decided</h2>
      <p className="text-sm text-ink-2">{exposureSentence(decided)}</p>
      <Decided decided={decided} />
      <h2 className="art">What happened</h2>
      <div className="pack-history">
        <Happened entries={history} dossier />
      </div>
    </article>
  );
}

function Promised({ promised }: Pick<PackData, "promised">) {
  if (promised.length === 0) return <p className="recital text-ink-3">No pact was in force.</p>;
  return promised.map(({ pact, version, hash, title, from, to, clauses }) => (
    <section key={`${pact} ${version}`} className="mb-6" aria-label={`${title}, version ${version}`}>
      <h3 className="text-sm">
        {title}, version {version}
      </h3>
      <p className="label">
        in force from {at(from)}
        {to ? ` to ${at(to)}` : ""}, <Hash value={hash} what="hash of the version" />
      </p>
      <ul className="mt-2">
        {clauses.map(({ key, title: name, obligation }) => (
          <li key={key} className="border-b border-line py-2">
            <em>{name}</em>
            <p className="obligation">{obligation}</p>
          </li>
        ))}
      </ul>
    </section>
  ));
}

function Known({ known: { evidence, drifts, latches } }: Pick<PackData, "known">) {
  const failed = evidence.filter(({ passing }) => !passing).length;
  return (
    <>
      <p className="text-sm text-ink-2">
        {plural(evidence.length, "record of evidence", "records of evidence")} arrived, {count(failed)} of them failed.
      </p>
      <ul className="mt-2 text-sm">
        {drifts.map(({ id, clause, suspectedAt, says }) => (
          <li key={id} className="border-b border-line py-2">
            Drift of {clause}, suspected {at(suspectedAt)}: {says}.
          </li>
        ))}
        {latches.map(({ clause, trigger, does, says, since }) => (
          <li key={`${clause} ${trigger} ${since} ${does}`} className="border-b border-line py-2">
            {clause}: {does} by {trigger} since {at(since)}: {says}.
          </li>
        ))}
      </ul>
    </>
  );
}

function Decided({ decided: { decisions } }: Pick<PackData, "decided">) {
  if (decisions.length === 0) return null;
  return (
    <Table caption="Exposed decisions" dense className="mt-2">
      <thead>
        <tr>
          <Th>Decided</Th>
          <Th>Action</Th>
          <Th num>Amount</Th>
          <Th>What became of it</Th>
        </tr>
      </thead>
      <tbody>
        {decisions.map((one) => (
          <tr key={one.id}>
            <Th scope="row" className="whitespace-nowrap">
              {at(one.decidedAt)}
            </Th>
            <Td>{one.action}</Td>
            <Td num>{one.money ? money(one.money) : ""}</Td>
            <Td>{REMEDIATION_NAME[one.remediation?.state ?? "open"]}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
