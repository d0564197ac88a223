import Link from "next/link";
import { When } from "@/components/trust/when";
import { count } from "@/components/trust/words";
import { Curl } from "@/components/ui/curl";
import { EmptyState, Tag } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { FindingGroup } from "@/lib/domain/finding";
import { FINDING_WORDS, groupKey } from "./coverage";
import { AssignFinding, CloseFinding, type FindingActs } from "./finding-acts";

const observeBy = (
  origin: string,
) => `curl -X POST ${origin}/api/v1/observations -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/json" \\
  -d '{"agent":"refund-bot","action":"payments.refund","at":"2026-11-22T12:00:00Z"}'`;

interface Props {
  open: number;
  groups: readonly FindingGroup[];
  teams: Readonly<Record<string, string>>;
  /** null: the reader may only look. */
  acts: FindingActs | null;
  observed: boolean;
  /** Where this console is. */
  origin: string;
}

/** What is to be explained, alike findings as one row, the most first. */
export function FindingGroups({ open, groups, teams, acts, observed, origin }: Props) {
  return (
    <Section title="Findings" aside={open > 0 ? count(open) : undefined}>
      {groups.length === 0 ? (
        <Nothing observed={observed} origin={origin} />
      ) : (
        <Table caption="Open findings, alike ones as one, the most first" stack>
          <thead>
            <tr>
              <Th>What ran</Th>
              <Th>Why</Th>
              <Th num>Calls</Th>
              <Th>Last</Th>
              <Th>Owner</Th>
              {acts ? <Th>Act</Th> : null}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Row key={groupKey(group)} group={group} teams={teams} acts={acts} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function Row({ group, teams, acts }: Pick<Props, "teams" | "acts"> & { group: FindingGroup }) {
  const { agent, action, workflow, kind, owner, lastAt, newest } = group;
  const of = { id: newest, what: `${action} of ${agent}`, count: group.count };
  return (
    <tr>
      <Th scope="row">
        <Link href={`/coverage/${newest}`} className="mono">
          {action}
        </Link>
        <span className="block text-xs font-normal text-ink-2">
          by <Link href={`/agents/${agent}`}>{agent}</Link>
          {workflow ? `, in ${workflow}` : ", in no workflow"}
        </span>
      </Th>
      <Td>
        <Tag>{FINDING_WORDS[kind]}</Tag>
      </Td>
      <Td num label="Calls">
        {count(group.count)}
      </Td>
      <Td label="Last">
        <When at={lastAt} />
      </Td>
      <Td label="Owner">{owner ? (teams[owner] ?? owner) : <span className="text-block">nobody</span>}</Td>
      {acts ? (
        <Td>
          <div className="flex flex-wrap items-center gap-2">
            <AssignFinding {...of} owner={owner} teams={teams} act={acts.assign} />
            <CloseFinding {...of} act={acts.close} />
          </div>
        </Td>
      ) : null}
    </tr>
  );
}

function Nothing({ observed, origin }: Pick<Props, "observed" | "origin">) {
  if (observed) return <p className="py-3 text-sm text-ink-2">Everything that was seen to run has its explanation.</p>;
  return (
    <div className="mt-3">
      <EmptyState
        sentence="Tell Surety what ran, from a gateway or a log and not from the agent itself. Each call is held beside the decision that permitted it; one without is a finding, with an owner."
        command={<Curl text={observeBy(origin)} />}
      />
    </div>
  );
}
