import { z } from "zod";
import type { PactVersionView } from "@/lib/db/rows";
import { documentHash } from "@/lib/domain/canonical";
import { conflict, invalid } from "@/lib/domain/errors";
import * as fields from "@/lib/domain/fields";
import type { PactDocument } from "@/lib/domain/pact";
import type { PactChecks } from "@/lib/domain/pact-checks";
import { parsePactText } from "@/lib/domain/parse-pact";
import { writtenFrom } from "@/lib/domain/written-text";
import { type VerbContext, verb } from "../verb";
import { checksOf, pactVersions } from "./shared";
import { writeDraft } from "./shared-draft";

export const savePactInput = z.strictObject({
  pact: fields.slug,
  /** The document as written. */
  text: z.string({ error: "must be the pact document as text" }),
  format: z.enum(["yaml", "json"]),
  /** Hash of the version that this was made from: saving is refused where somebody has gone on from it. */
  base: fields.documentHash.optional(),
});

interface SavedPact extends PactChecks {
  pact: string;
  version: number;
  hash: string;
  state: PactVersionView["state"];
  /** How often this version's content was saved. */
  edits: number;
}

/**
 * Saves a pact document as the pact's draft: a new version, or the draft there is, which an edit takes back from review and
 * whose approvals it voids. The same content again changes nothing.
 * @throws SuretyError invalid with a path for everything malformed; conflict where `base` is no longer current
 */
export const savePact = verb({
  name: "pact.save",
  permission: "pact.write",
  input: savePactInput,
  async work(context, input) {
    const { tx, organisationId, requireWorkflow } = context;
    const document = parseDocument(input);
    const hash = documentHash(document);
    const versions = await pactVersions(tx, organisationId, input.pact);
    const current = versions.open ?? versions.live;
    for (const workflow of [document.workflow, versions.open?.workflow, versions.live?.workflow]) {
      if (workflow !== undefined) requireWorkflow(workflow);
    }
    if (input.base !== undefined && input.base !== current?.hash) throw staleBase(input.pact, current);
    const checks = await checksOf(context, document, versions.live);
    const source = await sourceOf(context, input, current);
    if (current?.hash === hash) {
      if (input.format === "yaml" && versions.open) await annotate(context, versions.open, input.text);
      const { version, state, edits } = current;
      return { unchanged: true, result: { pact: input.pact, version, hash, state, edits, ...checks } };
    }
    const { entry, ...written } = await writeDraft(context, versions, document, source);
    const result: SavedPact = { pact: input.pact, ...written, state: "draft", ...checks };
    return { result, entries: [entry], effect: "none" };
  },
});

function parseDocument({ pact, text, format }: z.output<typeof savePactInput>): PactDocument {
  const parsed = parsePactText(text, format);
  if (!parsed.ok) throw invalid(parsed.errors);
  if (parsed.document.pact === pact) return parsed.document;
  throw invalid([
    { path: "pact", message: `is ${parsed.document.pact}, but it was sent as ${pact}; make them the same` },
  ]);
}

/** The YAML that a draft is kept as: as it was sent; JSON is written into the YAML there was, so that its comments stay. */
async function sourceOf(
  { tx, organisationId }: VerbContext,
  { pact, text, format }: z.output<typeof savePactInput>,
  before: PactVersionView | null,
): Promise<string | null> {
  if (format === "yaml") return text;
  if (!before) return null;
  const where = { organisationId_pact_version: { organisationId, pact, version: before.version } };
  const { source } = await tx.pactVersion.findUniqueOrThrow({ where, select: { source: true } });
  return source && writtenFrom(source, () => JSON.parse(text));
}

function staleBase(pact: string, current: PactVersionView | null) {
  if (!current) return conflict(`The pact ${pact} does not exist yet: leave out the base.`, "stale_base");
  const { version, state, hash } = current;
  return conflict(
    `Version ${version} of ${pact} (${state}) is now ${hash}. Read it, take over what changed, send again.`,
    "stale_base",
  );
}

/** Keeps the draft's comments and layout as they are now. They are no part of the pact: no hash, approval or entry rests on them. */
async function annotate(
  { tx, organisationId }: VerbContext,
  { pact, version, hash }: PactVersionView,
  source: string,
): Promise<void> {
  await tx.pactVersion.updateMany({
    where: { organisationId, pact, version, hash, state: { in: ["draft", "in_review"] } },
    data: { source },
  });
}
