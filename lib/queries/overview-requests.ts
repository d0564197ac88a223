import { findDecisions } from "@/lib/db/decisions";
import {
  type OverrideView,
  openRequests,
  overrideView,
  toBeRatified,
  WITH_OVERRIDE_APPROVALS,
} from "@/lib/db/override-rows";
import { WITH_LINK } from "@/lib/db/questions";
import { actorOf, pactVersionView, WITH_APPROVALS } from "@/lib/db/rows";
import type { DecisionRequest } from "@/lib/domain/decision";
import { may } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import { clauseOf, firstSentence, iso, MOST, type Need, type Scene } from "./overview-need";

/** What people are asked for: reviews, overrides, authority, approvals. */

export async function reviews(scene: Scene): Promise<Need[]> {
  const { tx, actor, organisationId, now } = scene;
  const rows = await tx.review.findMany({
    where: { organisationId, state: "pending", expiresAt: { gt: new Date(now) } },
    orderBy: { expiresAt: "asc" },
    take: MOST,
  });
  const decisions = await findDecisions(
    tx,
    organisationId,
    rows.map((row) => row.decisionId),
  );
  const byId = new Map(decisions.map((decision) => [decision.id, decision]));
  return rows.map((row) => {
    const because = byId.get(row.decisionId)?.answer.because.find((one) => one.consequence === "review");
    const clause = because?.pact ? clauseOf(scene, because.pact, because.clause) : null;
    return {
      kind: "review",
      key: row.id,
      deadline: iso(row.expiresAt),
      since: null,
      title: `${row.agent} asks for ${row.action}`,
      request: row.request as unknown as DecisionRequest,
      clause: clause?.title ?? null,
      says: `${firstSentence(because?.says ?? "A person decides.")} Unanswered, it is not permitted.`,
      owner: { you: may(actor, "review.settle", row.workflow), name: "operators" },
      href: `/reviews?peek=${row.id}`,
    };
  });
}

export async function overrides(scene: Scene): Promise<Need[]> {
  const { tx, actor, organisationId, now } = scene;
  const rows = await tx.override.findMany({
    where: { organisationId, OR: [openRequests(now), toBeRatified(now)] },
    orderBy: { endsAt: "asc" },
    take: MOST,
    include: WITH_OVERRIDE_APPROVALS,
  });
  return rows.map((row) => {
    const view = overrideView(row, now);
    const clause = clauseOf(scene, row.pact, row.clause)?.title ?? null;
    const approvals = view.approvals.filter(({ counts }) => counts);
    const spoken =
      [row.requestedById, row.widenedById].includes(actor.id) || approvals.some(({ member }) => member.id === actor.id);
    const workflow = scene.documents.get(row.pact)?.workflow;
    return {
      ...(view.breakGlass ? glass(view, clause) : request(view, clause, row.quorum - approvals.length)),
      ...{ key: row.id, since: null, clause, href: `/overrides?peek=${row.id}` },
      owner: { you: !spoken && may(actor, "override.approve", workflow), name: "approvers" },
    };
  });
}

type Told = Pick<Need, "kind" | "deadline" | "title" | "says">;
const despite = (clause: string | null) => `despite ${clause ?? "the pact's scope"}`;

function request(
  { agent, actions, requestedBy, reason, lapsesAt }: OverrideView,
  clause: string | null,
  left: number,
): Told {
  const missing = left === 1 ? "One approval missing." : `${left} approvals missing.`;
  return {
    kind: "override",
    deadline: lapsesAt,
    title: `Let ${agent} do ${actions.join(", ")}`,
    says: `${requestedBy.name} asks, ${despite(clause)}: ${reason} ${missing}`,
  };
}

function glass({ agent, actions, requestedBy, reason, breakGlass }: OverrideView, clause: string | null): Told {
  return {
    kind: "glass",
    deadline: breakGlass?.ratifyBy ?? null,
    title: `Ratify that ${agent} could do ${actions.join(", ")}`,
    says: `${requestedBy.name} broke the glass, ${despite(clause)}: ${reason} Unratified, it is a breach.`,
  };
}

export async function grants({ tx, actor, organisationId, now }: Scene): Promise<Need[]> {
  const running = { state: "active", endedAt: null, confirmedAt: null, probationUntil: { gt: new Date(now) } };
  const rows = await tx.grant.findMany({
    where: { organisationId, OR: [{ state: "requested" }, running] },
    orderBy: { createdAt: "asc" },
    take: MOST,
    include: { approvals: { select: { memberId: true } } },
  });
  return rows.map((row) => {
    const tried = row.state === "active" ? row.endsAt : null;
    const spoken =
      row.requestedById === actor.id || (!tried && row.approvals.some(({ memberId }) => memberId === actor.id));
    const there = row.workflow ? ` in ${row.workflow}` : "";
    return {
      kind: "grant",
      key: row.id,
      deadline: tried && iso(tried),
      since: iso(row.createdAt),
      title: `${tried ? "Confirm" : "Grant"} ${row.agent} ${row.level} authority`,
      clause: null,
      says: tried
        ? `On probation${there}: unless somebody confirms it, it falls back.`
        : `${actorOf(row.requestedBy).name} asks${row.workflow ? ` for workflow ${row.workflow}` : ""}: ${row.reason}`,
      owner: { you: !spoken && may(actor, "grant.approve", row.workflow), name: "approvers" },
      href: `/agents/${row.agent}/authority/${row.id}`,
    };
  });
}

export async function approvals({ tx, actor, organisationId }: Scene): Promise<Need[]> {
  const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
  const needed = parseSettings(organisation.settings).approvals;
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, state: "in_review" },
    orderBy: { submittedAt: "asc" },
    take: MOST,
    include: WITH_APPROVALS,
  });
  return rows.map((row) => {
    const version = pactVersionView(row);
    const given = version.approvals.filter(({ counts }) => counts);
    const left = Math.max(0, needed - given.length);
    const spoken = row.editedById === actor.id || given.some(({ member }) => member.id === actor.id);
    const missing = left === 1 ? "One approval missing." : `${left} approvals missing.`;
    return {
      kind: "approval",
      key: `${row.pact} ${row.version}`,
      deadline: null,
      since: version.submittedAt,
      title: `${version.document.title}, version ${row.version}`,
      clause: null,
      says: `${left === 0 ? "It has its approvals and can be published." : missing} Written by ${version.editedBy.name}.`,
      owner:
        left === 0
          ? { you: may(actor, "pact.publish", row.workflow), name: "authors" }
          : { you: !spoken && may(actor, "pact.approve", row.workflow), name: "approvers" },
      href: `/pacts/${row.pact}?version=${row.version}`,
    };
  });
}

/** What readers of trust reports asked and nobody has answered. */
export async function questions({ tx, actor, organisationId, documents }: Scene): Promise<Need[]> {
  const rows = await tx.reportQuestion.findMany({
    where: { organisationId, answer: null },
    orderBy: { id: "asc" },
    take: MOST,
    include: WITH_LINK,
  });
  return rows.map((row) => ({
    kind: "question",
    key: row.id,
    deadline: null,
    since: iso(row.at),
    title: `${row.name} asks about ${documents.get(row.pact)?.title ?? row.pact}`,
    clause: null,
    says: `For ${row.reportRow.audience}: ${row.question}`,
    owner: { you: may(actor, "report.answer", documents.get(row.pact)?.workflow), name: "members" },
    href: `/pacts/${row.pact}/report#${row.id}`,
  }));
}
