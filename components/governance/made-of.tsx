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

/** The numbers that a value is made of, and the rows behind them. */
export function MadeOf({ detail }: { detail: Readonly<Record<string, unknown>> }) {
  const isRows = (value: unknown): value is Record<string, unknown>[] =>
    Array.isArray(value) && typeof value[0] === "object" && value[0] !== null;
  const numbers = Object.entries(detail).filter(([, value]) => typeof value === "number" || value === null);
  const tables = Object.entries(detail).filter((entry): entry is [string, Record<string, unknown>[]] =>
    isRows(entry[1]),
  );
  if (numbers.length + tables.length === 0) return <EmptyState sentence="There is nothing to measure in its window." />;
  return (
    <div className="flex flex-col gap-6">
      {numbers.length > 0 ? <Facts items={numbers.map(([name, value]) => [words(name), plain(value)])} /> : null}
      {tables.map(([name, rows]) => (
        <Rows key={name} name={name} rows={rows} />
      ))}
    </div>
  );
}

function Rows({ name, rows }: { name: string; rows: readonly Record<string, unknown>[] }) {
  const columns = Object.keys(rows[0] ?? {});
  return (
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
                {plain(row[column])}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
