import { span } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";

export interface Load {
  member: { id: string; name: string };
  answered: number;
  busiestHour: number;
  medianSeconds: number;
  hasty: number | null;
}

/** From this share of approvals in under 5 s on, people click rather than look. */
const TOO_HASTY = 0.2;

/** What reviewers had to answer, and how fast they did: the measure of fatigue. */
export function ReviewerLoads({ loads }: { loads: readonly Load[] }) {
  if (loads.length === 0) return null;
  const tired = loads.filter(({ hasty }) => (hasty ?? 0) > TOO_HASTY);
  return (
    <Section title="Load of reviewers" aside="7 d" className="px-5 pt-8 pb-6 max-sm:px-4">
      <p className="text-xs text-ink-2">
        {tired.length === 0
          ? "Nobody approves more than one in five in under 5 s."
          : `${tired.map(({ member }) => member.name).join(", ")} approved more than one in five in under 5 s: too many reach them.`}
      </p>
      <Table caption="Load of reviewers" dense>
        <thead>
          <tr>
            <Th>Who</Th>
            <Th>Answered</Th>
            <Th>Most an hour</Th>
            <Th>Median</Th>
            <Th>Under 5 s</Th>
          </tr>
        </thead>
        <tbody>
          {loads.map(({ member, answered, busiestHour, medianSeconds, hasty }) => (
            <tr key={member.id}>
              <Th scope="row">{member.name}</Th>
              <Td>{answered}</Td>
              <Td>{busiestHour}</Td>
              <Td>{span(medianSeconds * 1000)}</Td>
              <Td>{hasty === null ? "–" : `${Math.round(hasty * 100)} %`}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
