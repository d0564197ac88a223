/**
 * A model of one desk for tests: overrides, reviews and versions of a pact as CONTRACT.md says them, in a few plain rules and
 * without a database. What is run against it must answer and end up the same.
 */
export const WHO = ["owner", "author", "approver", "approver2", "operator", "auditor"] as const;
export type Who = (typeof WHO)[number];
export type Outcome = "ok" | "forbidden" | "conflict" | "invalid" | "not_found";

export type Step =
  | { do: "ask"; by: Who; clause: "cites" | "fast"; hours: number; uses: number | null; glass: boolean }
  | { do: "approve" | "deny" | "withdraw" | "revoke" | "amend" | "ratify"; by: Who; at: number }
  | { do: "foreign"; at: number }
  | { do: "decide"; clause: "cites" | "fast"; run: string | null }
  | { do: "grantReview" | "denyReview" | "claim"; by: Who; at: number }
  | { do: "endRun"; run: string }
  | { do: "publish"; clause: "cites" | "fast" }
  | { do: "role"; approves: boolean };

export interface ModelOverride {
  id: string;
  clause: "cites" | "fast";
  by: Who;
  widenedBy: Who | null;
  glass: boolean;
  state: "requested" | "approved" | "denied" | "withdrawn" | "revoked" | "stale";
  createdAt: number;
  endsAt: number;
  uses: number | null;
  used: number;
  approvals: Who[];
  ratified: boolean;
}

export interface ModelReview {
  id: string;
  state: "pending" | "approved" | "denied" | "expired";
  expiresAt: number;
  run: string | null;
  claim: { by: Who; at: number } | null;
}

const HOUR = 3_600_000;
const WORKING: Who[] = ["owner", "author", "approver", "approver2", "operator"];

/** What the desk is at an instant, and what each step does to it. `now` is set from outside, ms. */
export class Desk {
  now = 0;
  overrides: ModelOverride[] = [];
  reviews: ModelReview[] = [];
  ended = new Set<string>();
  /** Whether the second approver still is one. */
  second = true;

  private approves = (who: Who) => who === "owner" || who === "approver" || (who === "approver2" && this.second);
  private settles = (who: Who) => who !== "author" && who !== "auditor";

  shown(one: ModelOverride): string {
    if (one.state === "requested")
      return this.now >= Math.min(one.endsAt, one.createdAt + 168 * HOUR) ? "lapsed" : "requested";
    if (one.state !== "approved") return one.state;
    if (this.now >= one.endsAt) return "expired";
    return one.uses !== null && one.used >= one.uses ? "exhausted" : "active";
  }
  shownReview(one: ModelReview): string {
    return one.state === "pending" && this.now >= one.expiresAt ? "expired" : one.state;
  }

  /** The override that takes the clause's trigger away now: the eldest. */
  private taking = (clause: string) =>
    this.overrides.find((one) => one.clause === clause && this.shown(one) === "active");

  /** Asks; the caller names what came of it. */
  ask(step: Extract<Step, { do: "ask" }>, id: string): void {
    const { clause, by, glass, uses } = step;
    const endsAt = this.now + (glass ? 1 : step.hours) * HOUR;
    const state = glass ? ("approved" as const) : ("requested" as const);
    const rest = { widenedBy: null, used: 0, approvals: [], ratified: false };
    this.overrides.push({ id, clause, by, glass, uses, endsAt, state, createdAt: this.now, ...rest });
  }
  mayAsk({ by, glass }: Extract<Step, { do: "ask" }>): Outcome {
    if (!WORKING.includes(by)) return "forbidden";
    return glass && by === "author" ? "forbidden" : "ok";
  }

  /** A word on an override. */
  word(verb: "approve" | "deny" | "withdraw" | "revoke" | "amend" | "ratify", by: Who, one: ModelOverride): Outcome {
    const open = this.shown(one) === "requested";
    if (verb === "withdraw" || verb === "amend") {
      if (!WORKING.includes(by)) return "forbidden";
      if (!open) return "conflict";
      return verb === "withdraw" ? this.withdraw(by, one) : this.amend(by, one);
    }
    if (verb === "revoke") {
      if (!this.settles(by)) return "forbidden";
      if (!["requested", "active", "exhausted"].includes(this.shown(one))) return "conflict";
      one.state = "revoked";
      return "ok";
    }
    if (!this.approves(by)) return "forbidden";
    if (verb === "ratify") return this.ratify(by, one);
    if (!open) return "conflict";
    if (verb === "deny") {
      one.state = "denied";
      return "ok";
    }
    if (one.by === by || one.widenedBy === by) return "forbidden";
    if (one.approvals.includes(by)) return "conflict";
    one.approvals.push(by);
    if (one.approvals.filter(this.approves).length >= (one.clause === "cites" ? 2 : 1)) one.state = "approved";
    return "ok";
  }
  private withdraw(by: Who, one: ModelOverride): Outcome {
    if (one.by !== by) return "forbidden";
    one.state = "withdrawn";
    return "ok";
  }
  /** An hour more, as far as the organisation's cap for the clause. */
  private amend(by: Who, one: ModelOverride): Outcome {
    if (one.clause === "cites" && one.endsAt + HOUR - one.createdAt > 8 * HOUR) return "invalid";
    one.endsAt += HOUR;
    one.widenedBy = by;
    one.approvals = [];
    return "ok";
  }
  private ratify(by: Who, one: ModelOverride): Outcome {
    if (!one.glass || one.ratified || this.now > one.createdAt + 24 * HOUR) return "conflict";
    if (one.by === by) return "forbidden";
    one.ratified = true;
    return "ok";
  }

  /** What a request for the clause's action is answered; a held one gets this review. */
  decide(clause: "cites" | "fast", run: string | null, review: string | null): "allow" | "degrade" | "review" {
    const taken = this.taking(clause);
    if (taken) {
      taken.used++;
      return "allow";
    }
    if (clause === "fast") return "degrade";
    if (review) this.reviews.push({ id: review, state: "pending", expiresAt: this.now + HOUR, run, claim: null });
    return "review";
  }
  review(verb: "grantReview" | "denyReview" | "claim", by: Who, one: ModelReview): Outcome {
    if (!this.settles(by)) return "forbidden";
    if (this.shownReview(one) !== "pending") return "conflict";
    if (one.claim && one.claim.by !== by && this.now < one.claim.at + HOUR / 6) return "conflict";
    if (verb === "claim") {
      one.claim = { by, at: this.now };
      return "ok";
    }
    if (verb === "denyReview") {
      one.state = "denied";
      return "ok";
    }
    if (one.run !== null && this.ended.has(one.run)) return "conflict";
    const taken = this.taking("cites");
    if (taken) taken.used++;
    one.state = "approved";
    return "ok";
  }
  endRun(run: string): void {
    this.ended.add(run);
    for (const one of this.reviews) if (one.run === run && one.state === "pending") one.state = "expired";
  }
  /** Another text of the clause. */
  publish(clause: string): void {
    for (const one of this.overrides) {
      const open = one.state === "requested" || one.state === "approved";
      if (one.clause === clause && open && this.now < one.endsAt) one.state = "stale";
    }
  }
}
