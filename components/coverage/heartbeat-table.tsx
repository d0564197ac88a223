import Link from "next/link";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { Curl } from "@/components/ui/curl";
import { EmptyState } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { sayDuration } from "@/lib/domain/duration";
import type { Beat } from "./coverage";

const beatBy = (
  origin: string,
) => `curl -X POST ${origin}/api/v1/heartbeats -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/json" \\
  -d '{"gateway":"payments-eu","every":"PT1M"}'`;

/** Agents and gateways that said that they run; those that fell silent first. */
export function HeartbeatTable({ beats, origin }: { beats: readonly Beat[]; origin: string }) {
  const silent = beats.filter(({ state }) => state === "silent").length;
  return (
    <Section title="Heartbeats" aside={silent > 0 ? `${silent} silent` : undefined}>
      {beats.length === 0 ? (
        <div className="mt-3">
          <EmptyState
            sentence="An agent or a gateway that says it runs is missed once it does not: three heartbeats late, and people are told."
            command={<Curl text={beatBy(origin)} />}
          />
        </div>
      ) : (
        <Table caption="Agents and gateways that said that they run" stack>
          <thead>
            <tr>
              <Th>Who</Th>
              <Th>State</Th>
              <Th>Last heard</Th>
              <Th>Every</Th>
              <Th>Release</Th>
              <Th num>Decides on revision</Th>
            </tr>
          </thead>
          <tbody>
            {beats.map((beat) => (
              <tr key={`${beat.kind} ${beat.name}`}>
                <Th scope="row">
                  {beat.kind === "agent" ? <Link href={`/agents/${beat.name}`}>{beat.name}</Link> : beat.name}{" "}
                  <span className="font-normal text-ink-3">{beat.kind}</span>
                </Th>
                <Td>
                  <Mark tone={beat.state === "live" ? "met" : "breached"}>
                    {beat.state === "live" ? "Live" : "Silent"}
                  </Mark>
                </Td>
                <Td label="Last heard">
                  <When at={beat.beatAt} form="relative" />
                </Td>
                <Td label="Every">{sayDuration(1000 * beat.everySeconds)}</Td>
                <Td label="Release">{beat.release ?? "–"}</Td>
                <Td num label="Decides on revision">
                  {beat.revision ?? "–"}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
