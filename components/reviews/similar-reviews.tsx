import Link from "next/link";
import { When } from "@/components/trust/when";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { type Review, sayAsked } from "./review";

const WORDS = { pending: "waits", approved: "approved", denied: "denied", expired: "nobody answered" } as const;

/** How the same was answered before: same agent, action and workflow. */
export function SimilarReviews({ all }: { all: readonly Review[] }) {
  if (all.length === 0) return null;
  return (
    <Section title="Similar ones" aside="same action, 90 d" className="mb-9">
      <Table caption="Similar held decisions" dense>
        <thead>
          <tr>
            <Th>Asked</Th>
            <Th>What</Th>
            <Th>Answer</Th>
            <Th>By</Th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={one.id}>
              <Th scope="row">
                <Link href={`/reviews?view=${one.state}&peek=${one.id}`}>
                  <When at={one.createdAt} form="date" plain />
                </Link>
              </Th>
              <Td>{sayAsked(one)}</Td>
              <Td>{WORDS[one.state]}</Td>
              <Td>{one.settledBy?.name ?? "–"}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
