import Link from "next/link";
import type { ReactNode } from "react";
import { money } from "@/components/exposure/exposure";
import { EffectList } from "@/components/trust/effect-list";
import { When } from "@/components/trust/when";
import { plural, span } from "@/components/trust/words";
import { Facts, Section } from "@/components/ui/section";
import { joined } from "@/lib/domain/text";
import { Criteria } from "./criteria";
import { type Case, type Grant, sayProbation, sayWhere } from "./grant";

export interface GrantCaseProps {
  grant: Grant;
  of: Case;
  /** Who could answer, and the word on it. */
  children: ReactNode;
}

/** A request for more authority with the case beside it: what is asked, how the agent stands to it, what it would change. */
export function GrantCase({ grant, of, children }: GrantCaseProps) {
  const { agent, workflow, level, until, probation, reason } = grant;
  return (
    <>
      <h1 className="held">
        <b className="font-semibold">
          <Link href={`/agents/${agent}`} className="no-underline hover:underline">
            {agent}
          </Link>
        </b>{" "}
        is to have <Given>{level}</Given> authority in <b className="font-semibold">{sayWhere(workflow)}</b>
        {until ? (
          <>
            , until <When at={until} form="absolute" />
          </>
        ) : null}
        {probation ? (
          <>
            , on probation <Given>{sayProbation(probation)}</Given>
          </>
        ) : null}
        .
      </h1>
      <Course grant={grant} of={of} />
      <div className="mt-7 mb-9 grid grid-cols-2 gap-x-10 gap-y-7 max-xl:grid-cols-1">
        <Section title="Reason">
          <p className="recital mt-3 border-l-2 border-line-strong pl-4">{reason}</p>
        </Section>
        <Section title="What it would change" aside={`latest ${of.simulated.replayed} requests`}>
          <Change grant={grant} of={of} />
        </Section>
      </div>
      <Section
        title="Criteria"
        aside={`${of.criteria.settled ? "as they were at the answer" : "as they are now"}${of.criteria.required ? ", required" : ""}`}
        className="mb-9"
      >
        <Criteria {...of.criteria} level={level} />
      </Section>
      <Section title="What went wrong" aside="90 d" className="mb-9">
        <Wrong of={of} />
      </Section>
      {children}
    </>
  );
}

function Given({ children }: { children: ReactNode }) {
  return <span className="underline decoration-line-strong decoration-1 underline-offset-[5px]">{children}</span>;
}

/** Who asked when, who approved, how it ended, how long that took. */
function Course({ grant, of }: Pick<GrantCaseProps, "grant" | "of">) {
  const { state, requestedBy, createdAt, approvals, decidedBy, note, probation, fell, endedAt } = grant;
  const answered = of.answeredInSeconds;
  const words = { denied: "denied", withdrawn: "taken back" }[state as string] ?? "granted";
  return (
    <p className="mt-2 text-ink-2">
      Asked <When at={createdAt} /> by {requestedBy.name}.
      {approvals.length > 0 ? ` Approved by ${joined(approvals.map(({ member }) => member.name))}.` : ""}
      {approvals.some(({ counts }) => !counts) ? " Whoever may no longer grant does not count." : ""}
      {state !== "requested" && answered !== null ? (
        <>
          {" "}
          It was {words} after {span(answered * 1000, true)}
          {decidedBy ? ` by ${decidedBy.name}` : ""}.
        </>
      ) : null}
      {note ? ` “${note}”` : ""}
      {state === "active" && probation?.until && !probation.confirmedAt ? (
        <>
          {" "}
          Unless somebody confirms it, it falls back <When at={probation.until} precise />.
        </>
      ) : null}
      {probation?.confirmedBy && probation.confirmedAt ? (
        <>
          {" "}
          {probation.confirmedBy.name} confirmed it <When at={probation.confirmedAt} />.
        </>
      ) : null}
      {fell && endedAt ? (
        <>
          {" "}
          It fell back <When at={endedAt} />: {fell.says}
        </>
      ) : null}
    </p>
  );
}

function Change({ grant: { state }, of: { simulated, granted } }: Pick<GrantCaseProps, "grant" | "of">) {
  const waits = state === "requested";
  if (simulated.replayed === 0)
    return (
      <p className="mt-3 text-ink-2">
        It has asked for nothing there yet, so nothing can be tried. {waits ? `It has ${granted} authority now.` : ""}
      </p>
    );
  return <EffectList of={simulated}>{waits ? `Without it, it keeps ${granted} authority.` : ""}</EffectList>;
}

function Wrong({ of: { past, exposure, incidents, overrides } }: Pick<GrantCaseProps, "of">) {
  const sums = exposure.money.length > 0 ? `, over ${exposure.money.map(money).join(" and ")}` : "";
  const waits = exposure.unanswered > 0 ? `; ${exposure.unanswered} wait for a word` : "";
  return (
    <Facts
      className="mt-3"
      items={[
        [
          "Exposure",
          exposure.decisions === 0
            ? "nothing was permitted while a promise was broken"
            : `${plural(exposure.decisions, "decision was", "decisions were")} permitted while a promise was broken${sums}${waits}`,
        ],
        [
          "Incidents",
          <span key="i">
            {past.incidents === 0 ? "none" : plural(past.incidents, "was opened", "were opened")}
            {incidents.length > 0 ? "; open: " : ""}
            {incidents.map(({ id, title, severity }, index) => (
              <span key={id}>
                {index > 0 ? ", " : ""}
                <Link href={`/incidents/${id}`}>{title}</Link> ({severity})
              </span>
            ))}
          </span>,
        ],
        [
          "Overrides",
          <span key="o">
            {past.overrides === 0 ? "none" : `${past.overrides} took effect`}
            {past.breakGlass > 0 ? `, ${past.breakGlass} by breaking the glass` : ""}
            {overrides.length > 0 ? "; in force: " : ""}
            {overrides.map(({ id, clause, triggers }, index) => (
              <span key={id}>
                {index > 0 ? ", " : ""}
                <Link href={`/overrides?view=active&peek=${id}`}>{clause ?? "scope"}</Link> ({triggers.join(", ")})
              </span>
            ))}
          </span>,
        ],
      ]}
    />
  );
}
