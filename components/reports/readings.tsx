import { When } from "@/components/trust/when";
import { Table, Td, Th } from "@/components/ui/table";

interface Reading {
  id: string;
  audience: string;
  at: string;
  what: string;
  reader: string;
  recipient: string | null;
}

const WHAT: Record<string, string> = {
  page: "the page",
  report: "report.json",
  bundle: "the bundle",
  verify: "the page that verifies it",
  comparison: "a comparison",
  answers: "the answer sheet",
  csv: "the facts as CSV",
  contract: "the contract",
};

/** Each reading of a report's links: who, what of it, when. Where a link names no readers, a mark tells them apart. */
export function Readings({ readings }: { readings: readonly Reading[] }) {
  return (
    <Table caption="Readings of this report" stack>
      <thead>
        <tr>
          <Th>Reader</Th>
          <Th>Read</Th>
          <Th>When</Th>
        </tr>
      </thead>
      <tbody>
        {readings.map(({ id, audience, at, what, reader, recipient }) => (
          <tr key={id}>
            <Td label="Reader">
              {recipient === null ? (
                <>
                  {audience} <span className="label mono">{reader.slice(0, 6)}</span>
                </>
              ) : (
                <>
                  {recipient} <span className="label">of {audience}</span>
                </>
              )}
            </Td>
            <Td label="Read">{WHAT[what] ?? what}</Td>
            <Td label="When">
              <When at={at} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
