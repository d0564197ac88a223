import { count, percent, plural } from "@/components/trust/words";
import { Tag } from "@/components/ui/page-parts";
import { Table, Td, Th } from "@/components/ui/table";
import type { Percentile, SeenAction, SeenFact } from "@/lib/domain/traffic";

/** The actions that an agent asked for; what no clause gates stands first, dashed. */
export function SeenActions({ actions, percentile }: { actions: readonly SeenAction[]; percentile: Percentile }) {
  return (
    <ul aria-label="Actions seen" className="flex flex-col gap-4 pt-4">
      {actions.map((one) => (
        <li
          key={one.action}
          className={`rounded-panel border p-4 ${one.gated ? "border-line" : "border-dashed border-line-strong"}`}
        >
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <h3 className="mono text-base wrap-anywhere">{one.action}</h3>
            {one.risk ? <Tag>{one.risk} risk</Tag> : null}
            <span className="text-sm text-ink-2">
              {plural(one.count, "request")}
              {one.ungoverned > 0 ? `, ${count(one.ungoverned)} ungoverned` : ""};{" "}
              {one.gated ? "a clause gates it" : "no clause gates it"}
            </span>
          </div>
          {one.facts.length > 0 ? (
            <Facts action={one.action} facts={one.facts} percentile={percentile} />
          ) : (
            <p className="mt-2 text-sm text-ink-2">Its requests carry no facts that a line could be drawn through.</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Facts({ action, facts, percentile }: { action: string; facts: readonly SeenFact[]; percentile: Percentile }) {
  const named = { p50: "half", p90: "90 %", p95: "95 %", p99: "99 %", max: "the most" }[percentile];
  return (
    <div className="mt-2">
      <Table caption={`Facts of ${action}`} dense stack>
        <thead>
          <tr>
            <Th>Fact</Th>
            <Th>Type</Th>
            <Th num>In requests</Th>
            <Th num>Half up to</Th>
            <Th num>{percentile === "max" ? "The most" : `${named} up to`}</Th>
            <Th>Values</Th>
          </tr>
        </thead>
        <tbody>
          {facts.map(({ path, type, share, spread, values }) => (
            <tr key={path}>
              <Th scope="row" className="mono">
                {path}
              </Th>
              <Td label="Type">{type}</Td>
              <Td num label="In requests">
                {percent(share)}
              </Td>
              <Td num label="Half up to">
                {spread ? count(spread.p50) : ""}
              </Td>
              <Td num label={`${named} up to`}>
                {spread ? count(spread[percentile]) : ""}
              </Td>
              <Td label="Values" className="wrap-anywhere">
                {values?.join(", ") ?? ""}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
