import type { Metadata } from "next";
import Link from "next/link";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Curl } from "@/components/ui/curl";
import { EmptyState, Tag } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { ownOrigin } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { listWebhooks, type WebhookLoad, webhookLoads } from "@/lib/queries/webhooks";
import { SettingsFrame } from "../frame";
import { NewWebhook } from "./webhook-form";
import { FORMAT_NAMES, sayEvents } from "./words";

export const metadata: Metadata = { title: "Webhooks" };

type Listed = Awaited<ReturnType<typeof listWebhooks>>[number];

function sentenceOf(webhooks: readonly Listed[], loads: ReadonlyMap<string, WebhookLoad>): string {
  if (webhooks.length === 0) return "Nothing outside is told of what happens here.";
  const dead = [...loads.values()].reduce((sum, load) => sum + load.dead, 0);
  const said = `${plural(webhooks.length, "address is", "addresses are")} told of what happens`;
  return dead === 0 ? `${said}.` : `${said}; ${plural(dead, "message")} never arrived.`;
}

export default async function WebhooksPage() {
  const actor = await currentActor();
  if (!may(actor, "webhook.write"))
    return (
      <SettingsFrame tab="webhooks" sentence="Webhooks are the owners’ business.">
        <EmptyState sentence="Addresses may hold secrets, so only owners see and change them. What they are told of stands in the reference." />
      </SettingsFrame>
    );
  const [webhooks, loads, origin] = await Promise.all([listWebhooks(actor), webhookLoads(actor), ownOrigin()]);
  return (
    <SettingsFrame
      tab="webhooks"
      sentence={sentenceOf(webhooks, loads)}
      lede={
        <>
          Signed by Standard Webhooks, at least once, in order within a subject, tried for three days; Slack gets a line
          with a link. <Link href="/reference#events">The catalogue of events</Link>.
        </>
      }
      actions={<NewWebhook />}
    >
      <Section title="Webhooks" aside={plural(webhooks.length, "webhook")}>
        {webhooks.length === 0 ? (
          <div className="mt-4">
            <EmptyState
              sentence="Add the address of a program, a pager or a Slack channel, and choose what it is told of."
              command={
                <Curl
                  text={`curl ${origin}/api/v1/webhooks \\\n  -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/json" \\\n  -d '{"url":"https://ops.example/surety","events":["incident.opened"]}'`}
                />
              }
            />
          </div>
        ) : (
          <Table caption="Webhooks with what became of their messages" stack>
            <thead>
              <tr>
                <Th>Address</Th>
                <Th>Told of</Th>
                <Th>Format</Th>
                <Th>Last attempt</Th>
                <Th num>Waiting</Th>
                <Th num>Dead</Th>
              </tr>
            </thead>
            <tbody>
              {webhooks.map((webhook) => (
                <Row key={webhook.id} webhook={webhook} load={loads.get(webhook.id)} />
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </SettingsFrame>
  );
}

function Row({ webhook, load }: { webhook: Listed; load: WebhookLoad | undefined }) {
  const { id, url, description, events, format, enabled } = webhook;
  const last = load?.last ?? null;
  return (
    <tr>
      <Th scope="row">
        <Link href={`/settings/webhooks/${id}`} className="break-all">
          {description ?? url}
        </Link>
        {description ? <div className="label break-all">{url}</div> : null}
        {enabled ? null : <Tag>paused</Tag>}
      </Th>
      <Td label="Told of">{sayEvents(events)}</Td>
      <Td label="Format">{FORMAT_NAMES[format]}</Td>
      <Td label="Last attempt">
        {last ? (
          <>
            {last.ok ? "arrived" : "failed"} <When at={last.at} />
            {last.ok ? null : <div className="label">{last.says}</div>}
          </>
        ) : (
          "none yet"
        )}
      </Td>
      <Td num label="Waiting">
        {load?.waiting ?? 0}
      </Td>
      <Td num label="Dead">
        {load?.dead ?? 0}
      </Td>
    </tr>
  );
}
