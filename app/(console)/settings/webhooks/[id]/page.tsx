import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { When } from "@/components/trust/when";
import { Tag } from "@/components/ui/page-parts";
import { Facts, Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { deliveryPage, getWebhook } from "@/lib/queries/webhooks";
import { SettingsFrame } from "../../frame";
import { NextTry, SentList } from "../../sent-list";
import { webhookSearch } from "../search";
import { DropWebhook, PauseWebhook, RotateWebhook, SendAgain, TryWebhook } from "../webhook-acts";
import { ChangeWebhook } from "../webhook-form";
import { FORMAT_NAMES, sayEvents } from "../words";

export const metadata: Metadata = { title: "Webhook" };

const SHOWN = 50;

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { state, before } = webhookSearch.parse(await searchParams);
  const actor = await currentActor();
  if (!may(actor, "webhook.write")) notFound();
  const webhook = await found(getWebhook(actor, id));
  const listed = await deliveryPage(actor, id, state === "all" ? undefined : state, SHOWN, before);
  const deliveries = listed.slice(0, SHOWN);
  const { url, description, enabled, format } = webhook;
  const name = description ?? url;
  return (
    <SettingsFrame
      tab="webhooks"
      sentence={enabled ? `${name} is told of ${sayEvents(webhook.events)}.` : `${name} is paused: what happens waits.`}
      lede={<Link href="/settings/webhooks">All webhooks</Link>}
      actions={enabled ? <TryWebhook id={id} /> : null}
    >
      <Section title="Webhook" aside={enabled ? null : <Tag>paused</Tag>}>
        <About webhook={webhook} />
        <div className="mt-4 flex flex-wrap gap-2">
          <ChangeWebhook webhook={webhook} />
          {format === "slack" ? null : <RotateWebhook id={id} />}
          <PauseWebhook id={id} enabled={enabled} />
          <DropWebhook id={id} name={name} />
        </div>
      </Section>
      <Section title="Deliveries" aside="Kept for 30 days, dead ones for 90">
        <SentList
          label="State of deliveries"
          names={STATES}
          state={state}
          path={`/settings/webhooks/${encodeURIComponent(id)}`}
          none={NONE[state]}
          count={deliveries.length}
          older={listed.length > SHOWN ? deliveries.at(-1)?.id : undefined}
        >
          <Deliveries deliveries={deliveries} />
        </SentList>
      </Section>
    </SettingsFrame>
  );
}

const STATES = { all: "All", waiting: "Waiting", delivered: "Arrived", dead: "Dead" } as const;
const NONE = {
  all: "Nothing was sent yet. Send a ping to see whether it arrives.",
  waiting: "Nothing waits: the receiver has everything.",
  delivered: "Nothing has arrived yet.",
  dead: "No message died: each arrived within three days, or is still tried.",
} as const;

function About({ webhook }: { webhook: Awaited<ReturnType<typeof getWebhook>> }) {
  const { url, format, events, createdAt, formerSecretUntil } = webhook;
  const kinds = events.includes("*") ? "Everything" : events.join(", ");
  const former = formerSecretUntil && Date.parse(formerSecretUntil) > Date.now();
  return (
    <Facts
      className="mt-4"
      items={[
        [
          "Address",
          <span key="url" className="mono break-all">
            {url}
          </span>,
        ],
        ["Told of", kinds],
        ["Format", FORMAT_NAMES[format]],
        ["Added", <When key="at" at={createdAt} />],
        ...(former
          ? [
              [
                "Former secret",
                <span key="former">
                  signs too, until <When at={formerSecretUntil} />
                </span>,
              ] as const,
            ]
          : []),
      ]}
    />
  );
}

function Deliveries({ deliveries }: { deliveries: Awaited<ReturnType<typeof deliveryPage>> }) {
  return (
    <Table caption="Deliveries, the latest first" stack>
      <thead>
        <tr>
          <Th>Event</Th>
          <Th>Happened</Th>
          <Th>State</Th>
          <Th num>Attempts</Th>
          <Th>Last answer</Th>
          <Th unseen>Send again</Th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map(({ id, kind, subject, at, state, attempts, nextAt, triedAt, status, problem }) => (
          <tr key={id}>
            <Th scope="row">
              <span className="mono">{kind}</span>
              <div className="label mono break-all">{subject}</div>
            </Th>
            <Td label="Happened">
              <When at={at} />
            </Td>
            <Td label="State">
              {STATES[state].toLowerCase()}
              <NextTry nextAt={nextAt} triedAt={triedAt} />
            </Td>
            <Td num label="Attempts">
              {attempts}
            </Td>
            <Td label="Last answer" className="break-words">
              {problem ?? (status === null ? "none yet" : status)}
            </Td>
            <Td className="text-right whitespace-nowrap">
              {state === "waiting" ? null : <SendAgain id={id} kind={kind} />}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
