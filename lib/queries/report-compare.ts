import type { OpenReport } from "@/lib/db/reports";
import { readTogether } from "@/lib/db/together";
import type { PactDocument } from "@/lib/domain/pact";
import type { Report } from "@/lib/domain/report";
import type { Comparison, ThenAndNow } from "@/lib/domain/report-compare";
import { leastAuthority, stripStart, wordAt } from "@/lib/domain/report-days";
import { systemActor } from "@/lib/domain/roles";
import { readAt } from "./read";
import { eventReadings, eventsOf } from "./report-parts";
import { pactCourse } from "./report-spans";

/**
 * A report as it was read now, against an earlier instant: rebuilt from evidence, latches, incidents, overrides, grants and
 * versions, as they were observed; nothing of it was kept for the purpose.
 * @param then ms
 */
export async function compareReport(shared: OpenReport, report: Report, then: number): Promise<Comparison> {
  const { organisationId } = shared;
  const { slug: pact, title } = report.pact;
  const agent = report.agent.slug;
  return readAt(systemActor(organisationId), async (tx) => {
    const now = Date.parse(report.at);
    const version = await tx.pactVersion.findFirst({
      where: { organisationId, pact, liveAt: { lte: new Date(then) }, state: { in: ["live", "superseded"] } },
      orderBy: { version: "desc" },
    });
    const live = await tx.pactVersion.findFirst({ where: { organisationId, pact, state: "live" } });
    const before = version && (version.document as unknown as PactDocument);
    const after = live?.document as unknown as PactDocument;
    const document = before ?? after;
    const course = await pactCourse(tx, organisationId, { document, agent }, Math.min(then, stripStart(now)), now);
    const spans = [...course.clauses.values()].flat();
    const was = (key: string) => (before ? wordAt(course.clauses.get(key) ?? [], course.since, then) : null);
    const wording = (of: PactDocument | null, key: string) => of?.clauses.find((clause) => clause.key === key);
    const kept = report.clauses.map(({ key, title, standing }): ThenAndNow => {
      const old = wording(before, key);
      return {
        ...{ key, title, is: standing, was: old ? was(key) : null },
        reworded: old !== undefined && old.obligation !== wording(after, key)?.obligation,
      };
    });
    const gone = (before?.clauses ?? [])
      .filter(({ key }) => !report.clauses.some((clause) => clause.key === key))
      .map(({ key, title }): ThenAndNow => ({ key, title, was: was(key), is: null, reworded: false }));
    const { redact } = shared;
    const clauses = [...kept, ...gone];
    const stretch = { from: then, to: now };
    const found = await readTogether(tx, eventReadings(organisationId, pact, stretch));
    const { downgrades, exceptions, versions, happened } = eventsOf(found, { pact, clauses, redact });
    return {
      pact: { slug: pact, title },
      agent,
      earlier: {
        at: new Date(then).toISOString(),
        version: version?.version ?? null,
        hash: version?.hash ?? null,
        authority: version ? leastAuthority(spans, course.grants, report.workflow, then, then + 1) : null,
      },
      now: {
        ...{ at: report.at, version: report.pact.version, hash: report.pact.hash },
        authority: report.authority.effective,
      },
      clauses,
      events: [...downgrades, ...exceptions, ...versions].sort((a, b) => b.at.localeCompare(a.at)),
      happened: happened.downgrades + happened.exceptions + happened.versions,
    };
  });
}
