import Link from "next/link";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { When } from "@/components/trust/when";
import { count } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { Authority } from "@/lib/domain/state";

export interface BelowGrantedProps {
  agents: number;
  below: readonly {
    agent: string;
    name: string;
    granted: Authority;
    effective: Authority;
    why: string | null;
    since: string | null;
  }[];
}

/** The reason up to whose it is: the rest stands on the agent's page. */
const short = (why: string): string => why.split(/ (?:Owner|Provider): /)[0] ?? why;

/** Agents that may do less than people granted them, and why. */
export function BelowGranted({ agents, below }: BelowGrantedProps) {
  const others = agents - below.length;
  return (
    <Section
      title="Below granted authority"
      aside={agents > 0 ? `${count(below.length)} of ${count(agents)}` : undefined}
    >
      {below.length > 0 ? (
        <Table caption="Agents below their granted authority">
          <thead>
            <tr>
              <Th>Agent</Th>
              <Th>Granted</Th>
              <Th>Effective</Th>
            </tr>
          </thead>
          <tbody>
            {below.map(({ agent, name, granted, effective, why, since }) => (
              <tr key={agent}>
                <Td>
                  <Link className="font-medium" href={`/agents/${agent}`}>
                    {name}
                  </Link>
                  <span className="block text-xs text-ink-2">
                    {why ? short(why) : null}
                    {since ? (
                      <>
                        {" "}
                        Since <When at={since} plain />.
                      </>
                    ) : null}
                  </span>
                </Td>
                <Td>{granted}</Td>
                <Td>
                  <AuthorityGauge granted={granted} effective={effective} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      <p className="label mt-2">
        {agents === 0
          ? "No agent is registered. "
          : below.length === 0
            ? "Every agent acts at the authority it was granted. "
            : others > 0
              ? `The other ${others === 1 ? "one acts at the authority it was" : `${count(others)} act at the authority they were`} granted. `
              : null}
        <Link href="/agents">{agents === 0 ? "Register one" : "All agents"}</Link>
      </p>
    </Section>
  );
}
