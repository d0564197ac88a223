import type { Metadata } from "next";
import { When } from "@/components/trust/when";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { mailState } from "@/lib/border/mail-state";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { mailPage } from "@/lib/queries/mail";
import { sendMailAgain, sendTestMail } from "../actions";
import { SendButton } from "../again";
import { SettingsFrame } from "../frame";
import { NextTry, SentList } from "../sent-list";
import { webhookSearch } from "../webhooks/search";

export const metadata: Metadata = { title: "Mail" };

const SHOWN = 50;
const STATES = { all: "All", waiting: "Waiting", delivered: "Sent", dead: "Dead" } as const;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MailPage({ searchParams }: Props) {
  const actor = await currentActor();
  const { state, before } = webhookSearch.parse(await searchParams);
  const { from, problem } = mailState();
  return (
    <SettingsFrame
      tab="mail"
      sentence={problem ?? `Mail leaves as ${from}.`}
      lede="Notifications, digests and codes leave by the mail server of this installation: each is queued with what it tells of, tried for three days, and forgotten once it has been sent."
      actions={
        problem === null ? (
          <SendButton
            perform={sendTestMail}
            said="A mail is on its way to you"
            label="Send me a mail"
            variant="primary"
          />
        ) : null
      }
    >
      {problem === null ? null : <HowTo />}
      {may(actor, "webhook.write") ? <Sent state={state} before={before} actor={actor} /> : null}
    </SettingsFrame>
  );
}

/** Nothing pretends to be sent: what to set, and where. */
function HowTo() {
  return (
    <Section title="Set a mail server">
      <p className="mt-4 max-w-measure text-sm">
        Nothing is queued, and nothing pretends to be sent. Set both where Surety is started, and start it again:
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="code mt-3 overflow-x-auto" tabIndex={0}>
        {"SMTP_URL=smtps://user:password@smtp.example:465\nMAIL_FROM=Surety <surety@example.com>"}
      </pre>
    </Section>
  );
}

interface SentProps {
  state: keyof typeof STATES;
  before: string | undefined;
  actor: Awaited<ReturnType<typeof currentActor>>;
}

async function Sent({ state, before, actor }: SentProps) {
  const found = await mailPage(actor, state === "all" ? undefined : state, SHOWN, before);
  const mails = found.slice(0, SHOWN);
  return (
    <Section title="Mail of this organisation" aside="Never what it says">
      <p className="label mt-2">Kept for 30 days, dead mail for 90.</p>
      <SentList
        label="State of mail"
        names={STATES}
        state={state}
        path="/settings/mail"
        none={state === "dead" ? "No mail died." : "There is none here."}
        count={mails.length}
        older={found.length > SHOWN ? mails.at(-1)?.id : undefined}
      >
        <Rows mails={mails} />
      </SentList>
    </Section>
  );
}

function Rows({ mails }: { mails: Awaited<ReturnType<typeof mailPage>> }) {
  return (
    <Table caption="Mail, the latest first" stack>
      <thead>
        <tr>
          <Th>To</Th>
          <Th>About</Th>
          <Th>Queued</Th>
          <Th>State</Th>
          <Th num>Attempts</Th>
          <Th unseen>Send again</Th>
        </tr>
      </thead>
      <tbody>
        {mails.map(({ id, to, about, subject, createdAt, state, attempts, problem, nextAt, triedAt }) => (
          <tr key={id}>
            <Th scope="row" className="break-all">
              {to}
            </Th>
            <Td label="About" className="break-words">
              {subject}
              <div className="label mono">{about}</div>
            </Td>
            <Td label="Queued">
              <When at={createdAt} />
            </Td>
            <Td label="State">
              {STATES[state].toLowerCase()}
              {problem ? <div className="label">{problem}</div> : null}
              <NextTry nextAt={nextAt} triedAt={triedAt} />
            </Td>
            <Td num label="Attempts">
              {attempts}
            </Td>
            <Td className="text-right">
              {state === "dead" ? (
                <SendButton perform={sendMailAgain} said="Sent again" label="Send again" of={about} fields={{ id }} />
              ) : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
