import type { Metadata } from "next";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Tag } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { currentActor } from "@/lib/border/session";
import { may, ROLES } from "@/lib/domain/roles";
import { type InvitationView, listInvitations, listMembers, type MemberWithTeams } from "@/lib/queries/members";
import { workflowPage } from "@/lib/queries/workflows";
import { SettingsFrame } from "../frame";
import { InviteMember, TakeBackInvitation } from "./invite";
import { ChangeMember, RemoveMember } from "./member-actions";

export const metadata: Metadata = { title: "Members" };

const ALL = { limit: 500, after: null };

/** "6 people act here: 1 owner, 1 author, 2 approvers, …" */
function sentenceOf(members: readonly MemberWithTeams[]): string {
  const counts = ROLES.map((role) => [members.filter((member) => member.role === role).length, role] as const);
  const words = counts.filter(([n]) => n > 0).map(([n, role]) => plural(n, role));
  return `${plural(members.length, "person acts", "people act")} here: ${words.join(", ")}.`;
}

export default async function MembersPage() {
  const actor = await currentActor();
  const manages = may(actor, "member.write");
  const [members, workflows, invitations] = await Promise.all([
    listMembers(actor, ALL),
    manages ? workflowPage(actor, 500) : [],
    manages ? listInvitations(actor, ALL) : [],
  ]);
  const slugs = workflows.map((workflow) => workflow.slug);
  return (
    <SettingsFrame
      tab="members"
      sentence={sentenceOf(members)}
      lede="Whoever wrote something never approves it, so a second approver is worth having."
      actions={manages ? <InviteMember workflows={slugs} /> : null}
    >
      <Section title="Members">
        <Table caption="Members with their roles" stack>
          <thead>
            <tr>
              <Th>Name</Th>
              <Th>Role</Th>
              <Th>Workflows</Th>
              <Th>Teams</Th>
              <Th>Last seen</Th>
              {manages ? <ActsHead /> : null}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} me={actor.id} workflows={manages ? slugs : null} />
            ))}
          </tbody>
        </Table>
      </Section>
      {invitations.length > 0 ? <Invited invitations={invitations} /> : null}
    </SettingsFrame>
  );
}

const ActsHead = () => <Th unseen>Acts</Th>;

interface RowProps {
  member: MemberWithTeams;
  me: string;
  /** What the role may be narrowed to; null for readers, who change nothing. */
  workflows: readonly string[] | null;
}

function MemberRow({ member, me, workflows }: RowProps) {
  return (
    <tr>
      <Th scope="row">
        {member.name}
        {member.id === me ? <span className="text-ink-3">, you</span> : null}
        <div className="label">{member.email}</div>
      </Th>
      <Td label="Role">
        <Tag>{member.role}</Tag>
      </Td>
      <Td label="Workflows">{member.workflows.length > 0 ? member.workflows.join(", ") : "all"}</Td>
      <Td label="Teams">{member.teams.join(", ")}</Td>
      <Td label="Last seen">{member.lastSeenAt ? <When at={member.lastSeenAt} /> : "never"}</Td>
      {workflows ? (
        <Td className="text-right whitespace-nowrap">
          <ChangeMember member={member} workflows={workflows} />
          <RemoveMember member={member} />
        </Td>
      ) : null}
    </tr>
  );
}

function Invited({ invitations }: { invitations: readonly InvitationView[] }) {
  return (
    <Section title="Invited" aside="A link opens once, within 7 days">
      <Table caption="Open invitations" stack>
        <thead>
          <tr>
            <Th>E-mail address</Th>
            <Th>Role</Th>
            <Th>Expires</Th>
            <ActsHead />
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <tr key={invitation.id}>
              <Th scope="row">{invitation.email}</Th>
              <Td label="Role">
                <Tag>{invitation.role}</Tag>
              </Td>
              <Td label="Expires">
                <When at={invitation.expiresAt} />
              </Td>
              <Td className="text-right">
                <TakeBackInvitation invitation={invitation} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
