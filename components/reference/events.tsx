import { SectionHead } from "@/components/ui/section";
import { EVENT_KINDS } from "@/lib/domain/event-kinds";
import { eventWords } from "@/lib/domain/event-words";

const KINDS = Object.entries(EVENT_KINDS);

/** Every kind of event: when it is posted, about what, what it carries, and the line that people read. */
export function EventCatalogue() {
  return (
    <section id="events" style={{ marginTop: 48 }} aria-label="Events">
      <SectionHead title="Events" aside={`${KINDS.length} kinds`} />
      <p className="lede">
        Webhooks are sent these, signed by Standard Webhooks, as <code>{"{ id, type, timestamp, subject, data }"}</code>{" "}
        or as CloudEvents 1.0; Slack and people get the line in quotes. Events of one subject come in the order in which
        they happened, at least once; <code>webhook-id</code> tells a repetition. Take fields that you do not know as
        they are: there may be more of them.
      </p>
      {KINDS.map(([kind, { when, subject, data, urgent }]) => (
        <article key={kind} id={`event-${kind}`} aria-labelledby={`event-${kind}-name`} style={{ marginTop: 24 }}>
          <h3 id={`event-${kind}-name`} className="mono font-semibold">
            {kind}
          </h3>
          <p className="text-sm">
            {when}
            {urgent ? "; urgent" : ""}. About <code>{subject}</code>.
          </p>
          <p className="label">“{eventWords(kind, data)}”</p>
          <details>
            <summary className="text-sm">Payload of {kind}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre className="code" tabIndex={0} style={{ marginTop: 8, overflowX: "auto" }}>
              {JSON.stringify(data, null, 2)}
            </pre>
          </details>
        </article>
      ))}
    </section>
  );
}
