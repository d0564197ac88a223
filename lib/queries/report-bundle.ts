import type { OpenReport } from "@/lib/db/reports";
import { type Bundle, REPORT_TYPE } from "@/lib/domain/bundle";
import { canonicalJson } from "@/lib/domain/canonical";
import { SuretyError } from "@/lib/domain/errors";
import type { Report } from "@/lib/domain/report";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { bundleOf, readSigned } from "./log-files";
import { sharedReport } from "./report";

/**
 * The report with the ledger entries that it names, the proof that they stand in the log, and the signed head that they
 * stand under: verified without us. Beside it the report as it is signed in there.
 * @param since the size of the log that the reader has seen
 */
export async function reportBundle(shared: OpenReport, since?: number): Promise<{ bundle: Bundle; report: Report }> {
  // What was just done has its number then, and stands in the bundle.
  await runtime().sequencer.settle(shared.organisationId);
  const read = await sharedReport(shared);
  return readSigned(systemActor(shared.organisationId), async (log) => {
    const { size, root } = log.state.signed;
    const numbers = numbersOf(read).filter((number) => number < size);
    const bundle = await bundleOf(log, { numbers }, since);
    const report = { ...read, asOf: { size, root: Buffer.from(root).toString("hex") } };
    const payload = new TextEncoder().encode(canonicalJson(report));
    const envelope = runtime().ledgerSigner.signStatement(log.state, REPORT_TYPE, payload);
    if (!envelope)
      throw new SuretyError("unavailable", "The log's key is not on this node. Ask again.", { retryAfter: 2 });
    // The facts of entries are the organisation's; what the reader may see of them stands in the report.
    const entries = bundle.entries.map(({ index, hash, leaf }) => ({ index, hash, leaf }));
    return { bundle: { ...bundle, entries, report: envelope }, report };
  });
}

function numbersOf({ downgrades, exceptions, versions, countersignatures, questions }: Report): number[] {
  const asked = [...questions, ...questions.flatMap(({ answer }) => answer ?? [])];
  const all = [...downgrades, ...exceptions, ...versions, ...countersignatures, ...asked].flatMap(({ number }) =>
    number === null ? [] : [number],
  );
  return [...new Set(all)].sort((a, b) => a - b);
}
