"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Failure } from "@/components/shell/failure";
import { Peek } from "@/components/shell/peek";
import { FreshnessMeter } from "@/components/trust/freshness-meter";
import { Hash, Id } from "@/components/trust/hash";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { passedOf } from "@/components/trust/words";
import { Curl } from "@/components/ui/curl";
import { Skeleton, Tag } from "@/components/ui/page-parts";
import { Facts, SectionHead } from "@/components/ui/section";
import type { FreshnessItem } from "@/lib/domain/freshness-board";
import { sayGates } from "./board";
import { type Evidence, evidenceOptions } from "./data";

export interface EvidencePeekProps {
  item: FreshnessItem;
  team: string;
  origin: string;
  onClose: () => void;
  onNext?: () => void;
  onPrevious?: () => void;
  /** What one can do. */
  children?: ReactNode;
}

/** One clause and its evidence: how old, what it gates, the newest records, and the call that brings another. */
export function EvidencePeek({ item, team, origin, onClose, onNext, onPrevious, children }: EvidencePeekProps) {
  const { data, error } = useQuery(evidenceOptions(item.pact, item.clause));
  return (
    <Peek
      title={`Evidence for ${item.title}`}
      onClose={onClose}
      onNext={onNext}
      onPrevious={onPrevious}
      head={<State item={item} />}
    >
      <h2 className="font-serif text-lg font-normal">
        <Link href={`/pacts/${item.pact}#${item.clause}`} className="no-underline hover:underline">
          <em>{item.title}</em>
        </Link>
      </h2>
      <div className="mt-3">
        <FreshnessMeter observedAt={item.observedAt} staleAt={item.staleAt} windowSeconds={item.windowMs / 1000} />
      </div>
      <Facts
        className="mt-4"
        items={[
          [
            "Agent",
            <Link key="a" href={`/agents/${item.agent}`}>
              {item.agent}
            </Link>,
          ],
          ["Release", item.release ?? "any"],
          [
            "Pact",
            <Link key="p" href={`/pacts/${item.pact}`}>
              {item.pactTitle}
            </Link>,
          ],
          ["Owner", team],
          ["Gates", sayGates(item)],
          ...(item.asked
            ? [
                [
                  "Asked for",
                  <span key="r">
                    <When at={item.asked.at} />
                    {item.asked.by ? `, by ${item.asked.by}` : ", by itself"}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
      <div className="mt-4 flex flex-wrap gap-2">{children}</div>
      <SectionHead title="Evidence" aside="newest first" className="mt-8" />
      {error ? <Failure error={error} title="The evidence could not be read" /> : null}
      {!data && !error ? <Skeleton className="mt-3 h-24" label="Evidence is being read" /> : null}
      {data?.length === 0 ? <p className="mt-3 text-ink-2">No record yet.</p> : null}
      {data?.map((record) => (
        <Record key={record.id} of={record} />
      ))}
      <SectionHead title="Submit by request" className="mt-8 mb-3" />
      <Curl text={curlOf(item, origin)} what="request" />
      <SectionHead title="From a result file of promptfoo or Inspect" className="mt-8 mb-3" />
      <Curl text={importOf(item, origin)} />
      <SectionHead title="From GitHub Actions" className="mt-8 mb-3" />
      <Curl text={stepOf(item, origin)} what="step" />
    </Peek>
  );
}

function State({ item: { state } }: { item: FreshnessItem }) {
  if (state === "missing") {
    return (
      <Mark tone="unproven" chip>
        Missing
      </Mark>
    );
  }
  if (state === "stale") {
    return (
      <Mark tone="stale" chip>
        Stale
      </Mark>
    );
  }
  return <Tag>{state}</Tag>;
}

function Record({ of }: { of: Evidence }) {
  return (
    <div className="border-b border-line py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <Mark tone={of.passing ? "met" : "breached"}>{of.passing ? "Passed" : "Failed"}</Mark>{" "}
          <span className="text-ink-2">
            {passedOf(of)}, {of.source}
          </span>
        </span>
        <When at={of.observedAt} />
      </div>
      <div className="label mt-1 flex flex-wrap items-center gap-x-3">
        <Link href={`/evidence/${of.id}`}>The record</Link>
        <Id value={of.id} />
        <span>{of.release}</span>
        {of.method ? <span>method {of.method}</span> : null}
        {of.draft ? <span>of a draft</span> : of.counts ? null : <span>renews nothing</span>}
        {of.late ? (
          <span>
            late: learnt <When at={of.recordedAt} />
          </span>
        ) : null}
        {of.issuer && of.signature ? (
          <>
            <span>signed by {of.issuer}</span>
            <Hash value={`sha256:${of.signature.sha256}`} what="hash of what was signed" />
          </>
        ) : (
          <span>not signed</span>
        )}
        {of.artifact ? <Hash value={`sha256:${of.artifact.sha256}`} what="artifact hash" /> : null}
      </div>
    </div>
  );
}

function curlOf({ agent, pact, clause, release }: FreshnessItem, origin: string): string {
  const body = {
    agent,
    pact,
    clause,
    ...(release ? { release } : {}),
    passed: 200,
    failed: 0,
    observedAt: "2026-01-01T12:00:00Z",
    source: "qa-lab",
  };
  return [
    `curl ${origin}/api/v1/evidence \\`,
    `  -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join("\n");
}

const words = ({ agent, pact, clause }: FreshnessItem) => `--agent ${agent} --pact ${pact} --clause ${clause}`;

function importOf(item: FreshnessItem, origin: string): string {
  return `SURETY_URL=${origin} npm run surety -- evidence import results.json ${words(item)}`;
}

/** A step of a workflow: counts in, one request out; needs nothing but curl. */
function stepOf({ agent, pact, clause }: FreshnessItem, origin: string): string {
  const body = `{"agent":"${agent}","pact":"${pact}","clause":"${clause}","passed":$PASSED,"failed":$FAILED,"observedAt":"$(date -u +%FT%TZ)","source":"github-actions","method":"$GITHUB_WORKFLOW"}`;
  return [
    "- name: Evidence for Surety",
    "  if: always()",
    "  env:",
    "    SURETY_KEY: $" + "{{ secrets.SURETY_KEY }}",
    "  run: |",
    `    curl --fail-with-body ${origin}/api/v1/evidence \\`,
    '      -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/json" \\',
    '      -H "Idempotency-Key: $GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT" \\',
    `      -d "${body.replaceAll('"', '\\"')}"`,
  ].join("\n");
}
