import { redlined, type Wording } from "@/lib/domain/countersign";
import type { PactDocument } from "@/lib/domain/pact";
import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOrNull, iso, isoOrNull } from "./rows";

/** What a list of redlines reads beside each row. */
export const WITH_AUDIENCE = { reportRow: { select: { audience: true } } } as const satisfies Prisma.RedlineInclude;

export interface RedlineView {
  id: string;
  pact: string;
  version: number;
  hash: string;
  name: string;
  email: string;
  audience: string;
  wordings: Wording[];
  remark: string | null;
  at: string;
  state: "open" | "taken" | "declined";
  /** The version that it was taken over into. */
  takenInto: number | null;
  reason: string | null;
  answeredBy: ActorRecord | null;
  answeredAt: string | null;
  /** Clauses reworded or removed since: their wording can no longer be taken over. */
  overtaken: string[];
}

type Row = Prisma.RedlineGetPayload<{ include: typeof WITH_AUDIENCE }>;

/** @param base what a wording would be taken over into; null: nothing to hold it against */
export function redlineView(row: Row, base: PactDocument | null): RedlineView {
  const { id, pact, version, hash, name, email, remark, at, answer, reason, takenInto } = row;
  const wordings = row.wordings as unknown as Wording[];
  return {
    ...{ id, pact, version, hash, name, email, wordings, remark, takenInto, reason },
    audience: row.reportRow.audience,
    at: iso(at),
    state: (answer as "taken" | "declined" | null) ?? "open",
    answeredBy: actorOrNull(row.answeredBy),
    answeredAt: isoOrNull(row.answeredAt),
    overtaken: answer === null && base ? redlined(base, wordings).overtaken : [],
  };
}
