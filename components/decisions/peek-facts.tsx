import Link from "next/link";
import type { ReactNode } from "react";
import { Hash } from "@/components/trust/hash";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { count, span } from "@/components/trust/words";
import { fitsLimit, sayLimits, valueAt } from "@/lib/domain/limits";
import type { Limits } from "@/lib/domain/pact";
import type { ListedDecision } from "@/lib/domain/present";
import { inOneLine, resourceInFull, type Titles } from "./telling";

type Items = (readonly [ReactNode, ReactNode])[];

/** Facts of the context, path by path, each told whether it fits the limits. */
function contextFacts(context: Record<string, unknown> | undefined, limits: Limits | null): Items {
  const flat = (value: Record<string, unknown>, above = ""): [string, unknown][] =>
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? flat(inner as Record<string, unknown>, `${above}${key}.`)
        : [[`${above}${key}`, inner]],
    );
  const told: Items = flat(context ?? {}).map(([path, value]) => {
    const limit = limits?.[path];
    if (!limit || fitsLimit(limit, value)) return [path, inOneLine(value)];
    return [path, <Unfit key={path} value={inOneLine(value)} limits={{ [path]: limit }} path={path} />];
  });
  const absent = Object.keys(limits ?? {}).filter((path) => valueAt(context, path) === undefined);
  return [
    ...told,
    ...absent.map(
      (path) => [path, <Unfit key={path} value="absent" limits={{ [path]: limits![path]! }} path={path} />] as const,
    ),
  ];
}

function Unfit({ value, limits, path }: { value: string; limits: Limits; path: string }) {
  return (
    <>
      <Mark tone="degrade">{value}</Mark>{" "}
      <span className="text-ink-2">does not fit: {sayLimits(limits).slice(path.length + 1)}</span>
    </>
  );
}

/** What was asked. */
export function requestFacts({ request, workflow, limits, verdict }: ListedDecision): Items {
  const given: Items = [
    [
      "Agent",
      <Link key="agent" href={`/agents/${encodeURIComponent(request.agent)}`}>
        {request.agent}
      </Link>,
    ],
    ["Action", request.action],
  ];
  const optional: [string, string | null | undefined][] = [
    ["Workflow", workflow ?? request.workflow],
    ["Counterparty", request.counterparty],
    ["Resource", resourceInFull(request)],
    ["Release", request.release],
    ["Run", request.run],
  ];
  for (const [name, value] of optional) if (value) given.push([name, value]);
  return [...given, ...contextFacts(request.context, verdict === "degrade" ? limits : null)];
}

/** What was answered, and until when it holds. */
export function answerFacts(decision: ListedDecision, titles: Titles): Items {
  const { limits, validUntil, useBy, decidedAt, warnings } = decision;
  const items: Items = [["Authority", decision.authority]];
  if (limits) items.push(["Limits", sayLimits(limits)]);
  items.push(["Decided", <When key="at" at={decidedAt} form="absolute" />]);
  items.push(["Valid until", validUntil ? <When key="v" at={validUntil} form="absolute" /> : "something is changed"]);
  if (useBy) {
    const within = span(Date.parse(useBy) - Date.parse(decidedAt), true);
    items.push([
      "Use by",
      <span key="u">
        <When at={useBy} form="absolute" /> <span className="text-ink-3">({within})</span>
      </span>,
    ]);
  }
  for (const { pact, version, hash } of decision.pacts) {
    items.push([
      "Pact",
      <span key={pact} className="inline-flex flex-wrap items-baseline gap-x-2">
        <Link href={`/pacts/${pact}?version=${version}`}>{titles[pact] ?? pact}</Link>
        <span className="text-ink-3">version {version}</span>
        <Hash value={hash} />
      </span>,
    ]);
  }
  if (!decision.governed) items.push(["Pact", "none: it ran outside every pact"]);
  for (const each of decision.settlements) {
    const parts = [each.hold ? `hold ${each.hold}` : "", each.penalty ? `penalty ${each.penalty}` : ""].filter(Boolean);
    items.push([
      "Settles",
      `${titles[`${each.pact}/${each.clause}`] ?? each.clause} ${parts.join(", ")} ${each.currency ?? ""}`,
    ]);
  }
  items.push(["Snapshot", `Revision ${count(decision.revision)}`]);
  if (decision.degradedMode)
    items.push([
      "Database",
      <Mark key="away" tone="degrade">
        away: answered from the last known good
      </Mark>,
    ]);
  if (decision.mode === "shadow") items.push(["Mode", "shadow: nothing was enforced"]);
  for (const warning of warnings) items.push(["Warning", warning]);
  return items;
}
