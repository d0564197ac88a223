import type { Entry } from "@/lib/db/change";
import type { Tx } from "@/lib/db/client";
import type { ClauseKey, HeldLatch } from "@/lib/db/lines";
import type { ActorRecord } from "@/lib/db/rows";
import type { NewDrift, DriftRow as Row } from "@/lib/db/standing-rows";
import { driftOdds } from "@/lib/domain/drift";
import type { IdPrefix } from "@/lib/domain/identity";
import type { Applied } from "@/lib/domain/line";
import type { Clause } from "@/lib/domain/pact";
import type { ClauseLine } from "@/lib/domain/state";

/** Why a drift ends where `restore: auto` lets the evidence speak alone. */
export const ENOUGH = "The evidence alone suffices (restore: auto).";

/** -1: `ledgered` writes the number of the revision that enforces it. */
const UNNUMBERED = -1;

interface Unit {
  tx: Tx;
  organisationId: string;
  now: number;
  id(prefix: IdPrefix): string;
}

const nameOf = (line: Pick<ClauseLine, "agent" | "pact" | "clause" | "evidenceHash" | "release">) =>
  JSON.stringify([line.agent, line.pact, line.clause, line.evidenceHash, line.release]);

/** The drifts of some clauses while records are taken in: at most one open drift a line, written once at the end. */
export class DriftBook {
  /** What history is told, in order. */
  readonly entries: Entry[] = [];
  private readonly changed = new Set<Row>();
  private readonly created = new Set<Row>();
  /** Whose record is taken in. */
  private by: ActorRecord | undefined;

  private constructor(
    private readonly unit: Unit,
    private readonly held: Map<string, Row>,
  ) {}

  /** Reads the drifts of these clauses that are not cleared. */
  static async open(unit: Unit, keys: readonly ClauseKey[]): Promise<DriftBook> {
    const clauses = [
      ...new Map(
        keys.map(({ agent, pact, clause }) => [`${agent}\n${pact}\n${clause}`, { agent, pact, clause }]),
      ).values(),
    ];
    const rows = await unit.tx.drift.findMany({
      where: { organisationId: unit.organisationId, state: { not: "cleared" }, OR: clauses },
    });
    return new DriftBook(unit, new Map(rows.map((row) => [nameOf(row), row as unknown as Row])));
  }

  /** Takes in what one record of this actor brought about. Returns the new latches, each with its drift. */
  note(clause: Clause, applied: Applied, by: ActorRecord): HeldLatch[] {
    const { line, latches, lifted, events, odds } = applied;
    this.by = by;
    for (const event of events) {
      if (event.kind === "suspected") this.suspect(line, event.says, odds);
      else if (event.kind === "alarm") this.alarm(line, event.says, Math.max(odds ?? 0, event.stage ?? 0), event.stage);
      else if (event.kind === "subsided") this.subside(line, event.says);
      else if (event.kind === "method")
        this.say("clause.method_changed", line, { says: event.says, method: line.method });
      else if (event.kind === "failures")
        this.say("clause.failed", line, { says: `${clause.title} ${event.says}.`, latch: event.latch });
    }
    if (lifted.length > 0)
      this.say("clause.restored", line, {
        latches: lifted.map(({ id, trigger }) => ({ id, trigger })),
        by: "evidence",
      });
    const driftId = this.held.get(nameOf(line))?.id ?? null;
    // A latch may come from an earlier version's line, with a drift of its own.
    const over = new Set((lifted as HeldLatch[]).flatMap((latch) => latch.driftId ?? []));
    for (const row of [...this.held.values()]) if (over.has(row.id)) this.close(row, "drift.cleared", ENOUGH);
    return latches.map((latch) => ({ ...latch, driftId: latch.trigger === "drift" ? driftId : null }));
  }

  private suspect(line: ClauseLine, says: string, odds: number | null): void {
    const row = this.rowFor(line, says, odds);
    this.say("drift.suspected", line, { drift: row.id, odds: row.e, says });
  }

  /** @param odds that reached the stage: at the highest one the line's own monitor has started anew since. */
  private alarm(line: ClauseLine, says: string, odds: number, stage: number | undefined): void {
    const { now } = this.unit;
    const row = this.rowFor(line, says, odds);
    const { alarmAt, verifiedAt } = line.drift;
    const verified = verifiedAt !== undefined && verifiedAt <= now;
    row.alarmAt ??= new Date(alarmAt ?? now);
    row.verifiedAt ??= verifiedAt === undefined ? null : new Date(verifiedAt);
    if (verified) row.state = "verified";
    // Every node that knows this revision enforces it from `verifiedAt` on, be that now or once nobody has spoken.
    row.enforcedRevision ??= UNNUMBERED;
    const payload = {
      drift: row.id,
      stage,
      odds: row.e,
      says,
      verifiedAt: verifiedAt === undefined ? null : new Date(verifiedAt).toISOString(),
    };
    this.say(verified ? "drift.verified" : "drift.alarmed", line, payload);
  }

  private rowFor(line: ClauseLine, says: string, odds: number | null): Row {
    const name = nameOf(line);
    const { agent, pact, clause, evidenceHash, release, drift } = line;
    let row = this.held.get(name);
    if (!row) {
      row = {
        organisationId: this.unit.organisationId,
        id: this.unit.id("dft"),
        agent,
        pact,
        clause,
        evidenceHash,
        release,
        state: "suspected",
        e: 0,
        onsetAt: drift.onsetAt === undefined ? null : new Date(drift.onsetAt),
        suspectedAt: new Date(drift.suspectedAt ?? this.unit.now),
        says,
      };
      this.held.set(name, row);
      this.created.add(row);
    }
    row.e = Math.max(odds ?? driftOdds(line), row.e);
    row.says = says;
    this.changed.add(row);
    return row;
  }

  private subside(line: ClauseLine, says: string): void {
    const row = this.held.get(nameOf(line));
    if (row) this.close(row, "drift.subsided", says);
  }

  private close(row: Row, kind: string, reason: string): void {
    row.state = "cleared";
    row.clearedAt = new Date(this.unit.now);
    row.reason = reason;
    this.changed.add(row);
    this.held.delete(nameOf(row));
    this.say(kind, row, { drift: row.id, reason });
  }

  private say(
    kind: string,
    { agent, pact, clause, release }: Pick<Row, "agent" | "pact" | "clause" | "release">,
    payload: Record<string, unknown>,
  ): void {
    this.entries.push({
      kind,
      subject: `clause/${pact}/${clause}`,
      payload: { agent, pact, clause, release, ...payload },
      actor: this.by,
    });
  }

  /** Writes what changed: new drifts together, others one by one. */
  async write(): Promise<void> {
    const { tx, organisationId } = this.unit;
    if (this.created.size > 0) await tx.drift.createMany({ data: [...this.created] as NewDrift[] });
    for (const row of this.changed) {
      if (this.created.has(row)) continue;
      const { state, e, says, alarmAt, verifiedAt, clearedAt, reason, enforcedRevision } = row;
      await tx.drift.update({
        where: { organisationId_id: { organisationId, id: row.id } },
        data: { state, e, says, alarmAt, verifiedAt, clearedAt, reason, enforcedRevision },
      });
    }
  }
}
