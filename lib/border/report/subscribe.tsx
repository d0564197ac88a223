import type { Report } from "@/lib/domain/report";
import { type Links, to } from "./check";
import { Field, typedInto } from "./form-parts";

/** How a reader is told when the report changes. @param recipient their address, where the link knows it */
export function Subscribe({ report, links }: { report: Report; links: Links }) {
  const { address, refused, mails, mark } = links;
  if (address === null) return null;
  const again = typedInto(refused, "subscribe");
  const action = to(links, "/subscriptions");
  return (
    <>
      <h2 id="told">
        Be told when it changes<span>a new version, a breach, a downgrade, a restoration, an incident, its end</span>
      </h2>
      <details className="ask" id="subscribe" open={again !== null}>
        <summary>Subscribe to this report</summary>
        <p className="note">
          {report.organisation} sees your address and may remove it. What you are told names what changed, and nothing
          that the author left out; you end it by a link.
        </p>
        {mails ? (
          <form method="post" action={action}>
            <div className="row">
              <Field
                form="subscribe"
                name="email"
                label="Your e-mail"
                kind="email"
                complete="email"
                most={254}
                initial={mark.recipient ?? ""}
                refused={again}
                hint="Nothing is sent before you confirm it by a link that is mailed to you."
              />
            </div>
            <button type="submit">Tell me by mail</button>
          </form>
        ) : (
          <p className="note">No mail is sent from here: only a webhook can be told.</p>
        )}
        <form method="post" action={action}>
          <div>
            <Field
              form="subscribe"
              name="url"
              label="Or the address of your webhook"
              kind="url"
              most={2000}
              refused={again}
              hint="https://… It gets a signed ping first (Standard Webhooks); once that arrived, it is told."
            />
          </div>
          <button type="submit">Tell my webhook</button>
        </form>
      </details>
    </>
  );
}

/** What a reader keeps of a webhook that they named: shown once. */
export const WebhookMade = ({ secret, url }: { secret: string; url: string }) => (
  <>
    A signed ping is on its way to your webhook. Messages are signed with this secret, shown this once:{" "}
    <code>{secret}</code> Whether it arrived, and how to end it: <a href={url}>{url}</a>
  </>
);
