import type { Metadata } from "next";
import { plural } from "@/components/trust/words";
import { EmptyState } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { listMembers } from "@/lib/queries/members";
import { listTeams, type TeamView } from "@/lib/queries/teams";
import { SettingsFrame } from "../frame";
import { EditTeam, NewTeam } from "./team-dialog";

export const metadata: Metadata = { title: "Teams" };

const ALL = { limit: 500, after: null };

function sentenceOf(teams: readonly { members: string[] }[]): string {
  if (teams.length === 0) return "No team answers for a clause yet.";
  const answer = plural(teams.length, "team answers for clauses", "teams answer for clauses");
  const empty = teams.filter((team) => team.members.length === 0).length;
  return empty === 0 ? `${answer}.` : `${answer}; ${empty} ${empty === 1 ? "has" : "have"} no member.`;
}

export default async function TeamsPage() {
  const actor = await currentActor();
  const [teams, members] = await Promise.all([listTeams(actor, ALL), listMembers(actor, ALL)]);
  const manages = may(actor, "team.write");
  const people = members.map(({ email, name }) => ({ value: email, label: name }));
  return (
    <SettingsFrame
      tab="teams"
      sentence={sentenceOf(teams)}
      lede="Every clause of a pact names a team as its owner: the people who keep the promise and sign off when it is restored."
      actions={manages ? <NewTeam people={people} /> : null}
    >
      <Section title="Teams">
        {teams.length === 0 ? (
          <div className="mt-4">
            <EmptyState sentence="There is no team yet, and a pact cannot be published without one: its clauses need owners." />
          </div>
        ) : (
          <Table caption="Teams with their members" stack>
            <thead>
              <tr>
                <Th>Team</Th>
                <Th>Members</Th>
                <Th>Deputy</Th>
                <Th>Escalation</Th>
                {manages ? <Th unseen>Change</Th> : null}
              </tr>
            </thead>
            <tbody>
              {teams.map((team) => (
                <TeamRow key={team.slug} team={team} people={people} manages={manages} />
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </SettingsFrame>
  );
}

interface RowProps {
  team: TeamView;
  people: readonly { value: string; label: string }[];
  manages: boolean;
}

function TeamRow({ team, people, manages }: RowProps) {
  const nameOf = (email: string) => people.find((one) => one.value === email)?.label ?? email;
  return (
    <tr>
      <Th scope="row">
        {team.name}
        <div className="label mono">{team.slug}</div>
      </Th>
      <Td label="Members">{team.members.map(nameOf).join(", ") || "nobody"}</Td>
      <Td label="Deputy">{team.deputy ? nameOf(team.deputy) : ""}</Td>
      <Td label="Escalation">{team.escalation ?? ""}</Td>
      {manages ? (
        <Td className="text-right">
          <EditTeam team={team} people={people} />
        </Td>
      ) : null}
    </tr>
  );
}
