import { Mark } from "@/components/trust/mark";
import { Table, Td, Th } from "@/components/ui/table";
import type { Measured } from "@/lib/domain/grant-criteria";
import type { Authority } from "@/lib/domain/state";

export interface CriteriaProps {
  measured: readonly Measured[];
  required: boolean;
  level: Authority;
}

/** What the organisation wants to see before it grants a level, each with what was found. */
export function Criteria({ measured, required, level }: CriteriaProps) {
  if (measured.length === 0)
    return <p className="mt-3 text-ink-2">The organisation asks for nothing in particular before {level} authority.</p>;
  const short = measured.filter(({ met }) => !met).length;
  return (
    <>
      <p className="mt-2 text-ink-2">
        {short === 0 ? "All are met." : `${short} of ${measured.length} not met.`}
        {short > 0 && required ? " Nobody can grant it until all are." : ""}
      </p>
      <Table caption="Criteria" dense stack>
        <thead>
          <tr>
            <Th>Asked for</Th>
            <Th>Found</Th>
            <Th>Met</Th>
          </tr>
        </thead>
        <tbody>
          {measured.map(({ criterion, wants, says, met }) => (
            <tr key={criterion}>
              <Th scope="row">{wants}</Th>
              <Td label="Found">{says}</Td>
              <Td label="Met">
                <Mark tone={met ? "met" : "unproven"}>{met ? "Met" : "Not met"}</Mark>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
