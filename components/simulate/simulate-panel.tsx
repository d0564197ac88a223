"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Failure } from "@/components/shell/failure";
import { count, percent, plural } from "@/components/trust/words";
import { Segmented } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import { InstantInput } from "@/components/ui/instant";
import { Skeleton } from "@/components/ui/page-parts";
import { Select } from "@/components/ui/select";
import type { SimulatedSide } from "@/lib/domain/simulate-shapes";
import { REPLAYS, type Replayed, replayedOf, type Simulated, type Simulates, simulationOptions } from "./data";
import { AgentsTouched, Flips, sayMoney } from "./flips";
import { FlowBars } from "./flow-bars";

export interface SimulatePanelProps extends Simulates {
  /** Titles of the version's clauses by key. */
  titles: Readonly<Record<string, string>>;
}

/** What a version would answer: recorded decisions asked again under it, beside the pacts in force. */
export function SimulatePanel({ titles, ...of }: SimulatePanelProps) {
  const replayed = replayedOf(useSearchParams());
  const { data, error, isFetching } = useQuery(simulationOptions(of, replayed));
  const choose = (part: Partial<Replayed>) => {
    const query = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(part)) query.set(name, value);
    window.history.replaceState(null, "", `?${query}`);
  };
  return (
    <section aria-labelledby="simulation" className="no-print mb-6 text-sm">
      <div className="head flex-wrap gap-y-2">
        <h2 id="simulation">What it would do</h2>
        <Select
          label="Replay"
          className="h-7 w-52 text-xs"
          options={REPLAYS}
          value={replayed.replay}
          onValueChange={(replay) => replay && choose({ replay })}
        />
      </div>
      {replayed.replay === "span" ? (
        <div className="flex flex-wrap gap-3 pt-3">
          <Field label="From" aside="UTC">
            <InstantInput value={replayed.since} onValueChange={(since) => choose({ since })} />
          </Field>
          <Field label="Until" aside="UTC">
            <InstantInput value={replayed.until} onValueChange={(until) => choose({ until })} />
          </Field>
        </div>
      ) : null}
      <div aria-live="polite" aria-busy={isFetching} className="pt-3">
        {error ? <Failure error={error} title="This could not be simulated" /> : null}
        {!data && !error ? <Skeleton className="h-24 w-full" label="Simulating" /> : null}
        {data ? <Told data={data} said={sayReplayed(replayed)} titles={titles} /> : null}
      </div>
    </section>
  );
}

function sayReplayed({ replay, since, until }: Replayed): string {
  if (replay !== "span") return REPLAYS.find(({ value }) => value === replay)?.label ?? "";
  const at = (minute: string) => `${minute.replace("T", " ")} UTC`;
  return [since ? `from ${at(since)}` : "up to now", until ? `until ${at(until)}` : ""].filter(Boolean).join(" ");
}

function Told({ data, said, titles }: { data: Simulated; said: string; titles: SimulatePanelProps["titles"] }) {
  const [proven, setProven] = useState<"published" | "proven">("published");
  if (data.decisions === 0) {
    return (
      <p className="text-ink-2">
        Nothing is recorded ({said}) that could be replayed. As soon as the agent asks, its decisions stand here, asked
        again under this version.
      </p>
    );
  }
  const side: SimulatedSide = proven === "proven" && data.proven ? data.proven : data;
  return (
    <>
      <p className="max-w-measure text-base font-medium">{sentence(data, side)}</p>
      {data.proven ? (
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-2">
          <span>
            {plural(data.missing.length, "clause")} would start without evidence:{" "}
            {data.missing.map((key, index) => (
              <span key={key}>
                {index > 0 ? ", " : ""}
                <em>{titles[key] ?? key}</em>
              </span>
            ))}
            .
          </span>
          <Segmented
            label="Evidence"
            value={proven}
            onChange={setProven}
            options={[
              { value: "published", label: "As published now" },
              { value: "proven", label: "Once proven" },
            ]}
          />
        </div>
      ) : null}
      <FlowBars before={data.before} side={side} />
      <Flips flips={side.flips} />
      <Foot data={data} side={side} />
    </>
  );
}

function sentence({ replayed, live }: Simulated, { flipped, flips, money }: SimulatedSide): string {
  const against = live ? `under version ${live.version}` : "without it";
  if (replayed === 0) return "None of these decisions can be replayed: the draft asks for what they do not carry.";
  if (flipped === 0)
    return `${plural(replayed, "decision")} replayed: none would be answered otherwise than ${against}.`;
  const of = (direction: string) =>
    flips.filter((flip) => flip.direction === direction).reduce((sum, flip) => sum + flip.count, 0);
  const parts = (["tighter", "looser"] as const).filter((way) => of(way) > 0).map((way) => `${count(of(way))} ${way}`);
  const touched = sayMoney(money);
  return `${count(flipped)} of ${plural(replayed, "decision")} would be answered otherwise than ${against}: ${parts.join(", ")}${touched ? `; ${touched} touched` : ""}.`;
}

function Foot({ data, side }: { data: Simulated; side: SimulatedSide }) {
  const { unreplayable, latency, tookMs, shadow, moved } = data;
  return (
    <div className="mt-3 text-ink-2">
      {unreplayable.count > 0 ? (
        <details className="mb-2">
          <summary className="cursor-pointer">
            {plural(unreplayable.count, "decision")} ({percent(unreplayable.share)}) cannot be replayed: what the draft
            asks for is not in the record. Nothing is made up for them.
          </summary>
          <ul className="mt-1">
            {unreplayable.reasons.map((one) => (
              <li key={one.says} className="border-b border-line py-1 wrap-anywhere">
                {count(one.count)}: {one.says}{" "}
                {one.examples[0] ? <Link href={`/decisions?d=${one.examples[0]}`}>See one</Link> : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {shadow ? (
        <p className="mb-1">
          In shadow it decides nothing; it would have answered {count(shadow.allow)} allow, {count(shadow.degrade)}{" "}
          degrade, {count(shadow.review)} review, {count(shadow.block)} block.
        </p>
      ) : null}
      <p className="label">
        <AgentsTouched agents={side.agents} />
        Requests as recorded, both sides judged by today’s standing
        {moved > 0
          ? `, which answers ${count(moved)} of them otherwise than they were answered: what changed since is not the draft’s doing.`
          : "."}
        {latency ? ` A decision takes ${count(latency.after.p50)} µs (p99 ${count(latency.after.p99)} µs).` : ""} Took{" "}
        {count(tookMs)} ms.
      </p>
    </div>
  );
}
