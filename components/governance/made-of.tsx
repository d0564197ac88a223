import Link from "next/link";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/page-parts";
import { Facts } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";

const MOST_ROWS = 200;
/** `observedGoverned` → `observed governed` */
const words = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll("_", " ");

function plain(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "number") return value.toLocaleString("en-GB", { maximumFractionDigits: 3 });
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : "none";
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

/** Where the thing that a cell names stands. */
function hrefOf(column: string, row: Record<string, unknown>): string | null {
  const value = row[column];
  if (typeof value !== "string" || value === "") return null;
  if (column === "agent") return `/agents/${value}`;
  if (column === "workflow") return `/workflows/${value}`;
  if (column === "metric") return `/governance/${value}`;
  if (column === "pact") return `/pacts/${value}`;
  if (column === "clause" && typeof row.pact === "string") return `/pacts/${row.pact}#${value}`;
  return column === "id" && value.startsWith("dft_") ? `/drift/${value}` : null;
}

function cell(column: string, row: Record<string, unknown>): ReactNode {
  const href = hrefOf(column, row);
  return href ? <Link href={href}>{plain(row[column])}</Link> : plain(row[column]);
}

interface MadeOfProps {
  detail: Readonly<Record<string, unknown>>;
  /** Where the single records behind the numbers are listed. */
  records?: { label: string; href: string } | null;
}

/** The numbers that a value is made of, the rows behind them, and the way to each record. */
export function MadeOf({ detail, records }: MadeOfProps) {
  const isRows = (value: unknown): value is Record<string, unknown>[] =>
    Array.isArray(value) && typeof value[0] === "object" && value[0] !== null;
  const numbers = Object.entries(detail).filter(([, value]) => typeof value === "number" || value === null);
  const tables = Object.entries(detail).filter((entry): entry is [string, Record<string, unknown>[]] =>
    isRows(entry[1]),
  );
  return (
    <div className="flex flex-col gap-6">
      {numbers.length > 0 ? (
        <Facts className="mt-3" items={numbers.map(([name, value]) => [words(name), plain(value)])} />
      ) : null}
      {tables.map(([name, rows]) => (
        <Rows key={name} name={name} rows={rows} />
      ))}
      {numbers.length + tables.length === 0 ? (
        <EmptyState sentence="There is nothing to measure in its window." />
      ) : null}
      {records ? (
        <p className="text-sm">
          <Link href={records.href}>{records.label}</Link>
        </p>
      ) : null}
    </div>
  );
}

function Rows({ name, rows }: { name: string; rows: readonly Record<string, unknown>[] }) {
  const columns = Object.keys(rows[0] ?? {});
  return (
    <div>
      <Table caption={words(name)} showCaption dense stack>
        <thead>
          <tr>
            {columns.map((column) => (
              <Th key={column} num={typeof rows[0]?.[column] === "number"}>
                {words(column)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map((column) => (
                <Td key={column} label={words(column)} num={typeof row[column] === "number"}>
                  {cell(column, row)}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      {rows.length > MOST_ROWS ? (
        <p className="label mt-1">
          The first {MOST_ROWS} of {rows.length.toLocaleString("en-GB")} rows.
        </p>
      ) : null}
    </div>
  );
}
