import type { Tx } from "@/lib/db/client";
import { firstReleased, newestSuites, type StoredSuite } from "@/lib/db/suites";
import { casesOf, compareSuites, type SuiteComparison } from "@/lib/domain/suite";

/** What of a record matters here: its line but for the release, which yardstick, and what it carries. */
interface Run {
  agent: string;
  pact: string;
  clause: { key: string };
  evidenceHash: string;
  release: string;
  method?: string;
  attributes?: Record<string, unknown>;
}

const groupOf = (one: { agent: string; pact: string; clause: string; evidenceHash: string }) =>
  `${one.agent}\n${one.pact}\n${one.clause}\n${one.evidenceHash}`;

/**
 * Eval suites of some clauses, by release. A record's cases are held beside the newest run under the release that was
 * current before its own, by the same method: another yardstick is never read as drift. A candidate comes after all that
 * were ever current; one that came later is no baseline.
 */
export class SuiteBook {
  private constructor(
    private readonly runs: Map<string, Map<string, StoredSuite>>,
    private readonly since: Map<string, number>,
  ) {}

  /** Reads what is stored; nothing at all where no record carries cases. */
  static async open(tx: Tx, organisationId: string, records: readonly Run[]): Promise<SuiteBook> {
    const own = records.filter(({ attributes }) => casesOf(attributes) !== null);
    if (own.length === 0) return new SuiteBook(new Map(), new Map());
    const keys = own.map(({ agent, pact, clause }) => ({ agent, pact, clause: clause.key }));
    const stored = await newestSuites(tx, organisationId, keys);
    const agents = own.map(({ agent }) => agent);
    const book = new SuiteBook(new Map(), await firstReleased(tx, organisationId, agents));
    for (const run of stored) book.keep(run);
    return book;
  }

  /** What a record's cases say beside those of the release before; undefined where there is nothing to compare. */
  compare(record: Run): SuiteComparison | undefined {
    const cases = casesOf(record.attributes);
    if (!cases) return undefined;
    const run = { ...record, clause: record.clause.key, method: record.method ?? null, cases };
    const before = this.baselineOf(run);
    this.keep(run);
    return (before && compareSuites(before, run)) ?? undefined;
  }

  private keep(run: StoredSuite): void {
    const group = groupOf(run);
    const releases = this.runs.get(group) ?? new Map<string, StoredSuite>();
    this.runs.set(group, releases.set(run.release, run));
  }

  private baselineOf(run: StoredSuite): StoredSuite | undefined {
    const at = (release: string) => this.since.get(`${run.agent}\n${release}`) ?? Number.POSITIVE_INFINITY;
    const own = at(run.release);
    return [...(this.runs.get(groupOf(run))?.values() ?? [])]
      .filter((one) => one.release !== run.release && one.method === run.method && at(one.release) < own)
      .sort((a, b) => at(b.release) - at(a.release))[0];
  }
}
