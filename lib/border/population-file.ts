import { createHash } from "node:crypto";
import { COLUMNS, cellOf, type Population, type PopulationFormat } from "@/lib/domain/population";
import type { Actor } from "@/lib/domain/roles";
import { knownPact, type PopulationOf, population } from "@/lib/queries/population";
import { runtime } from "@/lib/runtime/runtime";
import { recordExport } from "@/lib/services/exports/record";
import { csvRows } from "./csv";
import { type Reply, reply } from "./route";

export interface PopulationAsked {
  what: Population;
  format: PopulationFormat;
  pact: string;
  /** ms; absent: from the first on. */
  from?: number;
  /** ms; absent: until now. */
  to?: number;
}

const TYPES: Record<PopulationFormat, string> = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" };

/**
 * A population as a file that is written while it is read. Its entry in the ledger, named by `X-Export-Id`, has the number of
 * rows and the SHA-256 of the file. @throws SuretyError not_found
 */
export async function populationFile(actor: Actor, { what, format, pact, from, to }: PopulationAsked): Promise<Reply> {
  const { clock, ids } = runtime();
  await knownPact(actor, pact);
  const now = clock.now();
  const of: PopulationOf = { pact, from: from ?? 0, to: Math.min(to ?? now, now) };
  const id = ids.next("exp");
  const name = `${what}-${pact}-${new Date(of.to).toISOString().slice(0, 10)}.${format}`;
  const asked = { id, what, format, pact, from: from ?? null, to: of.to };
  return reply({
    parts: told(actor, what, format, of, (seen) => recordExport(actor, { ...asked, ...seen })),
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="${name}"`,
      "x-export-id": id,
    },
  });
}

interface Seen {
  count: number;
  sha256: string;
  complete: boolean;
}

async function* told(
  actor: Actor,
  what: Population,
  format: PopulationFormat,
  of: PopulationOf,
  record: (seen: Seen) => Promise<unknown>,
): AsyncGenerator<string> {
  const columns = COLUMNS[what];
  const digest = createHash("sha256");
  let count = 0;
  let complete = false;
  const counted = (text: string) => {
    digest.update(text);
    return text;
  };
  try {
    if (format === "csv") yield counted(csvRows([columns]));
    for await (const members of population(actor, what, of)) {
      count += members.length;
      if (members.length === 0) continue;
      yield counted(
        format === "ndjson"
          ? members.map((member) => `${JSON.stringify(member)}\n`).join("")
          : csvRows(members.map((member) => columns.map((column) => cellOf(member[column])))),
      );
    }
    complete = true;
  } finally {
    await record({ count, sha256: digest.digest("hex"), complete });
  }
}
