import type { Report } from "@/lib/domain/report";

/** A score with the critical promise that holds it down. */
function scoreOf({ score, cappedBy, clauses }: Report): string {
  if (score === null) return "none";
  const capping = clauses.find(({ key }) => key === cappedBy);
  return `${score} of 100${capping ? `, held down by “${capping.title}”` : ""}`;
}

/** What the report is of, at a glance. */
export function Facts({ report }: { report: Report }) {
  const { agent, pact, asOf, parties, authority } = report;
  const facts: [string, React.ReactNode][] = [
    ["Agent and release", `${agent.slug}, ${agent.release}`],
    [
      "Pact",
      `${pact.title}, version ${pact.version}${pact.mode === "shadow" ? ", in shadow: it binds nobody yet" : ""}`,
    ],
    ["Parties", `${parties.provider}${parties.counterparty ? ` to ${parties.counterparty}` : ", to itself"}`],
    ["Authority", `${authority.effective}; granted ${authority.granted}`],
    ["Score", scoreOf(report)],
    ["In force since", pact.liveSince.slice(0, 10)],
    [
      "Pact hash",
      <span key="hash" className="mono">
        {pact.hash}
      </span>,
    ],
    [
      "Checkpoint",
      asOf ? (
        <span key="at" className="no">
          #{asOf.size.toLocaleString("en-GB")}
        </span>
      ) : (
        "not signed yet"
      ),
    ],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The metrics that an organisation governs by, each with its threshold. */
export function Governed({ metrics }: Pick<Report, "metrics">) {
  if (metrics.length === 0) return null;
  return (
    <>
      <h2>Metrics that govern</h2>
      <table>
        <thead>
          <tr>
            <th>Metric</th>
            <th>Value</th>
            <th>Threshold</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {metrics.map(({ id, title, says, threshold, state }) => (
            <tr key={id}>
              <td>{title}</td>
              <td>{says}</td>
              <td>{threshold}</td>
              <td>{state === "no_data" ? "no data" : state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
