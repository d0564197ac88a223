import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CONCEPTS } from "@/components/reference/policy-map";
import { Curl } from "@/components/ui/curl";
import { SectionHead } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";

export const metadata: Metadata = { title: "Pacts as files" };

const COMMANDS = [
  [
    "pact lint FILE…",
    "Checks documents line by line and saves nothing. With a server and a key also that teams and agents exist.",
  ],
  [
    "pact diff FILE",
    "What a document changes from the version in force, clause by clause, in words. Exits 1 where they differ.",
  ],
  [
    "pact apply FILE…",
    "Saves documents as drafts; --submit puts them up for approval. The same content again changes nothing.",
  ],
  [
    "pact pull SLUG",
    "A version as it was written, byte for byte, comments and all; -o writes a file, --version chooses.",
  ],
] as const;

const PIPELINE = `# On a proposal: fail where a document has a fault or a hole, and show what would change.
npm run surety -- pact lint pacts/*.yaml
npm run surety -- pact diff pacts/refunds.yaml || true

# Once it is merged: save the drafts and put them up for approval. People approve and publish.
npm run surety -- pact apply --submit --strict pacts/*.yaml`;

/** Pacts in a repository of one's own, and how they stand beside Cedar and Rego. Open to anybody. */
export default function FilesPage() {
  return (
    <main id="main" className="mx-auto max-w-[920px] px-6 pt-12 pb-24">
      <p className="label">
        <a href="/reference">API reference</a>
      </p>
      <h1 className="sentence mt-2">Pacts as files</h1>
      <p className="lede mt-3">
        A pact is one YAML or JSON document. Keep it beside the agent’s code, have it checked like code, and let people
        approve it in Surety: a file becomes a draft, never a pact in force.
      </p>
      <Part title="Commands">
        <p>
          They speak to the server that <code>SURETY_URL</code> names, with the key in <code>SURETY_KEY</code> (a
          service key with scope <code>author</code>, or your own); <code>--url</code> and <code>--key</code> say the
          same. <code>--json</code> writes for programs. Exit code 0: nothing to complain of; 1: something found; 2: it
          could not look.
        </p>
        <dl className="mt-3">
          {COMMANDS.map(([command, does]) => (
            <div key={command} className="border-b border-line py-2">
              <dt className="mono">{command}</dt>
              <dd className="text-ink-2">{does}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part title="In a pipeline">
        <Curl text={PIPELINE} what="The pipeline" />
        <p className="mt-3">
          Findings read <code>pacts/refunds.yaml:12: hole: clauses[0].owner: …</code>, so that editors and pipelines
          lead to the line. Comments and layout are kept with the version and bind nothing: changing them alone leaves
          the hash and its approvals as they are.
        </p>
      </Part>
      <Part title="Completion in editors">
        <p>
          <a href="/api/v1/schemas/pact.json">/api/v1/schemas/pact.json</a> is the JSON Schema of the document, open to
          editors. With the YAML language server the first line of a file says so:
        </p>
        <Curl
          text="# yaml-language-server: $schema=http://localhost:3000/api/v1/schemas/pact.json"
          what="The comment"
        />
      </Part>
      <Part title="Beside Cedar and Rego">
        <p className="mb-3">
          Cedar and Rego answer whether a request is allowed. A pact also says what proves that the rule is kept, how
          fresh the proof must be, who answers for it, and what happens otherwise. Where you have policies already, this
          is where their parts go.
        </p>
        <Table caption="Concepts of Cedar and Rego, and of pacts" stack>
          <thead>
            <tr>
              <Th>Concept</Th>
              <Th>Cedar</Th>
              <Th>Rego</Th>
              <Th>Pact</Th>
            </tr>
          </thead>
          <tbody>
            {CONCEPTS.map(({ concept, cedar, rego, pact }) => (
              <tr key={concept}>
                <Th scope="row">{concept}</Th>
                <Td label="Cedar">{cedar}</Td>
                <Td label="Rego">{rego}</Td>
                <Td label="Pact">{pact}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
        <p className="mt-3">
          The other way round, a service that speaks the OpenID AuthZEN Authorization API, as gateways in front of Cedar
          and Rego do, asks Surety at <code>/access/v1/evaluation</code>.
        </p>
      </Part>
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-12 text-base">
      <SectionHead title={title} className="mb-3" />
      {children}
    </section>
  );
}
