import Link from "next/link";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { passedOf, percent } from "@/components/trust/words";
import { Table, Td, Th } from "@/components/ui/table";
import { passes } from "@/lib/domain/evidence";

export interface DriftRecord {
  id: string;
  at: number;
  source: string;
  release: string;
  passed: number;
  failed: number;
  loss: number | null;
}

/** The newest records behind a drift, each leading to its own page. @param target 0..1 */
export function DriftEvidence({ records, target }: { records: readonly DriftRecord[]; target: number }) {
  return (
    <Table caption="The newest evidence" dense stack>
      <thead>
        <tr>
          <Th>Observed</Th>
          <Th>Source</Th>
          <Th>Release</Th>
          <Th num>Passed</Th>
          <Th>Against {percent(target)}</Th>
        </tr>
      </thead>
      <tbody>
        {records.map(({ id, at, source, release, ...checks }) => (
          <tr key={id}>
            <Th scope="row" className="whitespace-nowrap">
              <Link href={`/evidence/${id}`}>
                <When at={at} form="absolute" plain />
              </Link>
            </Th>
            <Td>{source}</Td>
            <Td>{release}</Td>
            <Td num label="Passed">
              {passedOf(checks)}
            </Td>
            <Td>{passes(checks, target) ? <Mark tone="met">Passed</Mark> : <Mark tone="breached">Failed</Mark>}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
