import { absolute, day } from "@/components/trust/words";
import { Table, Td, Th } from "@/components/ui/table";
import type { Authority } from "@/lib/domain/state";

const LEVELS: readonly Authority[] = ["full", "limited", "supervised", "suspended"];
const ROW = 28;
const LEFT = 76;
const TOP = 24;

export interface AuthorityStepsProps {
  /** What it shows: "Authority of invoice-clerk in Supplier payments, 30 days". */
  label: string;
  /** Oldest first; the first one says where it began. RFC 3339. */
  steps: readonly { at: string; authority: Authority; cause: string }[];
  from: string;
  to: string;
  width?: number;
}

/** Authority over time as a staircase, each step told by its cause; below it the same as a table. Drawn on the server. */
export function AuthoritySteps({ label, steps, from, to, width = 720 }: AuthorityStepsProps) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const height = TOP + LEVELS.length * ROW + 20;
  const x = (at: number) => LEFT + Math.max(0, Math.min(1, (at - start) / (end - start))) * (width - LEFT - 1);
  const y = (authority: Authority) => TOP + LEVELS.indexOf(authority) * ROW;
  const points = steps.flatMap((step, index) => {
    const next = steps[index + 1];
    const until = next ? Date.parse(next.at) : end;
    return [`${x(Date.parse(step.at)).toFixed(1)},${y(step.authority)}`, `${x(until).toFixed(1)},${y(step.authority)}`];
  });
  return (
    <figure>
      <div className="scroll">
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
          {LEVELS.map((level) => (
            <g key={level}>
              <path d={`M${LEFT} ${y(level) + 0.5}H${width}`} stroke="var(--color-line)" />
              <text x="0" y={y(level) + 4} fontSize="11" fill="var(--color-ink-3)">
                {level}
              </text>
            </g>
          ))}
          <polyline points={points.join(" ")} fill="none" stroke="var(--color-ink)" strokeWidth="1.5" />
          {steps.slice(1).map((step) => (
            <circle
              key={`${step.at} ${step.authority}`}
              cx={x(Date.parse(step.at))}
              cy={y(step.authority)}
              r="3"
              fill="var(--color-ink)"
            >
              <title>{step.cause}</title>
            </circle>
          ))}
          <text x={LEFT} y={height - 4} fontSize="11" fill="var(--color-ink-3)">
            {day(start, end)}
          </text>
          <text x={width} y={height - 4} fontSize="11" fill="var(--color-ink-3)" textAnchor="end">
            {day(end, end)}
          </text>
        </svg>
      </div>
      <Table caption={label} dense stack>
        <thead>
          <tr>
            <Th>When</Th>
            <Th>Authority</Th>
            <Th>Cause</Th>
          </tr>
        </thead>
        <tbody>
          {[...steps].reverse().map((step) => (
            <tr key={`${step.at} ${step.authority}`}>
              <Td className="whitespace-nowrap">{absolute(Date.parse(step.at))}</Td>
              <Td>{step.authority}</Td>
              <Td>{step.cause}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </figure>
  );
}
