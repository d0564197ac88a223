import Link from "next/link";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { When } from "./when";

interface Props {
  /** "Similar overrides", for assistive technology. */
  caption: string;
  /** What they have in common, and of how long. */
  aside: string;
  /** Besides the day on which each was asked for. */
  columns: readonly string[];
  /** @property cells one for each column */
  ones: readonly { href: string; at: string; cells: readonly (string | number)[] }[];
}

/** How the like was answered before; nothing where there is none. */
export function SimilarOnes({ caption, aside, columns, ones }: Props) {
  if (ones.length === 0) return null;
  return (
    <Section title="Similar ones" aside={aside} className="mb-9">
      <Table caption={caption} dense>
        <thead>
          <tr>
            <Th>Asked</Th>
            {columns.map((name) => (
              <Th key={name}>{name}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ones.map(({ href, at, cells }) => (
            <tr key={href}>
              <Th scope="row">
                <Link href={href}>
                  <When at={at} form="date" plain />
                </Link>
              </Th>
              {columns.map((name, n) => (
                <Td key={name}>{cells[n]}</Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
