import type { Metadata } from "next";
import { EventCatalogue } from "@/components/reference/events";
import { type ApiDocument, byTag, fieldsOf } from "@/components/reference/model";
import { OperationEntry } from "@/components/reference/operation";
import { SectionHead } from "@/components/ui/section";
import { apiDocument } from "@/lib/border/api";

export const metadata: Metadata = { title: "API reference" };

/** The API, readable: made of the same document as /api/v1/openapi.json. Open to anybody. */
export default function ReferencePage() {
  const document = apiDocument() as unknown as ApiDocument;
  const groups = byTag(document);
  return (
    <main id="main" style={{ maxWidth: 920, margin: "0 auto", padding: "48px 24px 96px" }}>
      <p className="label">Surety {document.info.version}</p>
      <h1 className="sentence" style={{ marginTop: 8 }}>
        {document.info.description}
      </h1>
      <p className="lede" style={{ marginTop: 12 }}>
        Send <code>Authorization: Bearer sry_…</code> and JSON. A verdict is always 200; an error is a problem document
        (RFC 9457) that names the field and the mend. Lists take <code>limit</code> and <code>cursor</code>. A POST with
        an <code>Idempotency-Key</code> has one effect, however often it is sent within 24 hours. The examples run in a
        shell where <code>SURETY_URL</code> and <code>SURETY_KEY</code> are set. The same as data:{" "}
        <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>. Pacts in a repository:{" "}
        <a href="/reference/files">pacts as files</a>. The ledger’s proofs:{" "}
        <a href="/reference/verify">verify it without us</a>. What webhooks are sent: <a href="#events">events</a>.
      </p>
      <nav aria-label="Operations" className="grid gap-x-8 gap-y-6 sm:grid-cols-2" style={{ marginTop: 32 }}>
        {groups.map(([tag, operations]) => (
          <div key={tag}>
            <p className="font-semibold">{tag}</p>
            <ul className="mono" style={{ marginTop: 4 }}>
              {operations.map(({ operationId, method, path, summary }) => (
                <li key={operationId} style={{ overflowWrap: "anywhere" }}>
                  <a href={`#${operationId}`} title={summary}>
                    {method} {path}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {groups.map(([tag, operations]) => (
        <section key={tag} style={{ marginTop: 48 }}>
          <SectionHead title={tag} />
          {operations.map((operation) => (
            <OperationEntry key={operation.operationId} operation={operation} />
          ))}
        </section>
      ))}
      <EventCatalogue />
      <section style={{ marginTop: 48 }}>
        <SectionHead title="Shapes" />
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <div key={name} id={`shape-${name}`} style={{ marginTop: 24 }}>
            <h3 className="text-md font-semibold">{name}</h3>
            <ul className="text-sm" style={{ marginTop: 8 }}>
              {fieldsOf(schema).map((field) => (
                <li key={field.path}>
                  <code>{field.path}</code>: {field.type}
                  {field.description ? `. ${field.description}` : ""}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
    </main>
  );
}
