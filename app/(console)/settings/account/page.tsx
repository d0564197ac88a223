import type { Metadata } from "next";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Facts, Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { signedIn } from "@/lib/border/session";
import { listOwnSessions, type OwnSession } from "@/lib/queries/session";
import { SettingsFrame } from "../frame";
import { browserOf } from "./browser";
import { EndSession } from "./end-session";
import { PasswordForm } from "./password-form";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const { actor, organisation, sessionId } = await signedIn();
  const sessions = await listOwnSessions(actor);
  return (
    <SettingsFrame
      tab="account"
      sentence={`You are signed in from ${plural(sessions.length, "browser")} as ${actor.role} of ${organisation.name}.`}
    >
      <Section title="You">
        <Facts
          className="mt-4"
          items={[
            ["Name", actor.name],
            ["E-mail address", actor.email],
            ["Role", actor.workflows.length > 0 ? `${actor.role}, in ${actor.workflows.join(", ")}` : actor.role],
          ]}
        />
      </Section>
      <Sessions sessions={sessions} here={sessionId} />
      <Section title="Password">
        <div className="mt-4 max-w-[400px]">
          <PasswordForm email={actor.email} />
        </div>
      </Section>
    </SettingsFrame>
  );
}

function Sessions({ sessions, here }: { sessions: readonly OwnSession[]; here: string }) {
  return (
    <Section title="Sessions" aside="Each ends by itself after 12 hours">
      <Table caption="Your open sessions" stack>
        <thead>
          <tr>
            <Th>Browser</Th>
            <Th>Since</Th>
            <Th>Last seen</Th>
            <Th unseen>End</Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <Th scope="row">
                {browserOf(session.userAgent)}
                {session.id === here ? <span className="text-ink-3">, this one</span> : null}
              </Th>
              <Td label="Since">
                <When at={session.createdAt} />
              </Td>
              <Td label="Last seen">
                <When at={session.lastSeenAt} />
              </Td>
              <Td className="text-right">{session.id === here ? null : <EndSession id={session.id} />}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
