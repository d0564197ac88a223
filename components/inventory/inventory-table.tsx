import Link from "next/link";
import { Tag } from "@/components/ui/page-parts";
import { Table, Td, Th } from "@/components/ui/table";
import { DEBT, DEBTS, type InventoryItem, QUESTIONS, type Question } from "@/lib/domain/inventory";

const HEADS: Record<Question, string> = {
  promised: "Promised",
  measured: "Measured",
  fresh: "Fresh",
  changes: "Changes something",
};

/** Workflows by their four answers; the weakest is underlined and followed by the step that mends it. */
export function InventoryTable({ items }: { items: readonly InventoryItem[] }) {
  return (
    <Table caption="Workflows by their weakest answer" stack>
      <thead>
        <tr>
          <Th>Workflow</Th>
          {QUESTIONS.map((one) => (
            <Th key={one} num>
              {HEADS[one]}
            </Th>
          ))}
          <Th>Next best step</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.slug}>
            <Th scope="row">
              <Link href={`/workflows/${item.slug}`}>{item.name}</Link>
              <span className="label block font-normal">
                {item.risk} risk{item.consequential ? ", consequential" : ""}
              </span>
              <span className="label block font-normal">{sayDebts(item)}</span>
            </Th>
            {QUESTIONS.map((one) => (
              <Td key={one} num label={HEADS[one]}>
                <Score score={item.scores[one]} weakest={item.next !== null && item.weakest === one} />
              </Td>
            ))}
            <Td label="Next best step">
              <Step item={item} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function sayDebts({ debts }: InventoryItem): string {
  const owed = DEBTS.filter((kind) => debts[kind] > 0).map((kind) => `${kind} ${debts[kind]}`);
  return owed.length > 0 ? `debt: ${owed.join(", ")}` : "no debt";
}

function Score({ score, weakest }: { score: number; weakest: boolean }) {
  return (
    <span className="inline-flex flex-col items-end gap-1">
      <span className={weakest ? "font-semibold" : "text-ink-2"}>
        {score}
        {weakest ? <span className="sr-only">, the weakest answer</span> : null}
      </span>
      <span aria-hidden="true" className="block h-1 w-16 bg-line max-sm:hidden">
        <span className={`block h-1 ${weakest ? "bg-ink" : "bg-line-strong"}`} style={{ width: `${score}%` }} />
      </span>
    </span>
  );
}

function Step({ item: { next, weakest, slug } }: { item: InventoryItem }) {
  if (!next) return <span className="text-ink-2">Nothing is owed</span>;
  const href = hrefOf(next, weakest, slug);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <Link href={href}>{next.says}</Link>
      <Tag>{DEBT[weakest]} debt</Tag>
    </span>
  );
}

/** Where the step is done. */
function hrefOf({ pact, clause, action }: NonNullable<InventoryItem["next"]>, weakest: Question, slug: string): string {
  if (pact === null) return `/pacts/new?workflow=${slug}`;
  if (weakest === "promised")
    return action ? `/pacts/${pact}/edit?gate=${encodeURIComponent(action)}` : `/workflows/${slug}`;
  if (clause === null) return `/pacts/${pact}`;
  return weakest === "changes"
    ? `/pacts/${pact}/edit?clause=${clause}`
    : `/freshness?clause=${pact}/${clause}&submit=true`;
}
