import type { Metadata } from "next";
import { plural } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { currentActor } from "@/lib/border/session";
import { PERMISSIONS, type Permission, ROLES, type Role, roleMay, type Scope } from "@/lib/domain/roles";
import { listMembers, type MemberWithTeams } from "@/lib/queries/members";
import { SettingsFrame } from "../frame";
import { ROLE_WORDS } from "../role-words";

export const metadata: Metadata = { title: "Roles" };

const RULES = Object.entries(PERMISSIONS) as [Permission, { title: string; scopes: readonly Scope[] }][];

/** "Who could approve pacts today?" */
function whoMay(members: readonly MemberWithTeams[], permission: Permission): string {
  const people = members.filter((member) => roleMay(member.role, permission));
  const names = people.map(({ name, workflows }) =>
    workflows.length > 0 ? `${name} (${workflows.join(", ")})` : name,
  );
  return names.length > 0 ? names.join(", ") : "nobody";
}

const ASKED: readonly [Permission, string][] = [
  ["pact.approve", "approve a pact"],
  ["override.approve", "approve an override"],
  ["grant.approve", "grant more authority"],
  ["review.settle", "settle a held decision"],
];

export default async function RolesPage() {
  const actor = await currentActor();
  const members = await listMembers(actor, { limit: 500, after: null });
  const approvers = members.filter((member) => roleMay(member.role, "pact.approve")).length;
  return (
    <SettingsFrame
      tab="roles"
      sentence={`${plural(approvers, "person", "people")} could approve a pact today.`}
      lede="One matrix: the services enforce what stands here. Nobody approves what they wrote or asked for themselves, whatever their role."
    >
      <Section title="Who could, today">
        <Table caption="Who could do what needs a second person" stack>
          <thead>
            <tr>
              <Th>Who could</Th>
              <Th>Members</Th>
            </tr>
          </thead>
          <tbody>
            {ASKED.map(([permission, words]) => (
              <tr key={permission}>
                <Th scope="row">{words}</Th>
                <Td>{whoMay(members, permission)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Section>
      <Matrix />
    </SettingsFrame>
  );
}

function Matrix() {
  return (
    <Section title="Matrix" aside="Service keys act by scope; what has none needs a person">
      <Table caption="Permissions by role, and the scopes of service keys" dense>
        <thead>
          <tr>
            <Th>May</Th>
            {ROLES.map((role) => (
              <Th key={role} title={ROLE_WORDS[role]}>
                {role}
              </Th>
            ))}
            <Th>Service key with</Th>
          </tr>
        </thead>
        <tbody>
          {RULES.map(([permission, { title, scopes }]) => (
            <tr key={permission}>
              <Th scope="row">{title}</Th>
              {ROLES.map((role) => (
                <Cell key={role} role={role} permission={permission} />
              ))}
              <Td className="text-ink-2">{scopes.length > 0 ? scopes.join(", ") : "a person only"}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function Cell({ role, permission }: { role: Role; permission: Permission }) {
  return roleMay(role, permission) ? <Td className="font-medium">yes</Td> : <Td className="text-ink-3">no</Td>;
}
