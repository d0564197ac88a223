import { z } from "zod";
import { agentOrTwin, documentHash, release, sha256, slug, text, time } from "@/lib/domain/fields";
import { oneOrMany, schemaOf } from "@/lib/domain/one-or-many";
import { dsseEnvelope, jwsEnvelope, recordWithin, type Signed, signedForm } from "@/lib/domain/signed-evidence";

/** The most that one call brings: all of it or nothing. */
export const MOST_RECORDS = 1000;
const LONGEST_ATTRIBUTES = 8192;
const MOST_CASES = 5000;

const checks = z
  .int({ error: "must be a whole number of checks" })
  .min(0, { error: "must not be negative" })
  .max(1e9, { error: "must be at most 1,000,000,000" });

/** Where an artifact lies. Never something that a browser would run. */
const uri = text(2000).refine(
  (value) => /^[a-z][a-z0-9+.-]*:/i.test(value) && !/^(?:javascript|data|vbscript):/i.test(value),
  {
    error: "must be a URI such as https://ci.example/run/42",
  },
);

const attributes = z
  .record(z.string().max(100), z.unknown(), { error: "must be an object" })
  .refine(({ cases: _, ...others }) => JSON.stringify(others).length <= LONGEST_ATTRIBUTES, {
    error: "must be at most 8 KB of JSON, cases aside",
  });

/** `attributes.cases`: an eval suite, case by case, to be held beside the same cases under another release. */
const cases = z
  .record(z.string().min(1).max(200), z.enum(["pass", "fail"]), {
    error: "must be an object of case ids, each pass or fail",
  })
  .refine((value) => Object.keys(value).length <= MOST_CASES, { error: `must be at most ${MOST_CASES} cases` });

/** What is wrong with a record's cases: their form, or that they add up to something else than the record says. */
function casesWrong({
  attributes,
  passed,
  failed,
}: {
  attributes?: Record<string, unknown> | undefined;
  passed?: number | undefined;
  failed?: number | undefined;
}): string | null {
  if (attributes?.cases === undefined) return null;
  const parsed = cases.safeParse(attributes.cases);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "must be cases";
  const results = Object.values(parsed.data);
  const failing = results.filter((result) => result === "fail").length;
  if (failing === failed && results.length - failing === passed) return null;
  return `are ${results.length - failing} passed and ${failing} failed: passed and failed must say the same`;
}

const recordFields = {
  agent: agentOrTwin,
  pact: slug,
  clause: slug,
  passed: checks.optional(),
  failed: checks.optional(),
  outcome: z.enum(["pass", "fail"], { error: "must be pass or fail" }).optional(),
  loss: z
    .number({ error: "must be a number from 0 to 1" })
    .min(0, { error: "must be from 0 to 1" })
    .max(1, { error: "must be from 0 to 1" })
    .optional()
    .describe("Of one check that is measured and not just passed or failed: 0 is kept, 1 is wholly broken"),
  release: release.optional(),
  draft: documentHash.optional(),
  observedAt: time,
  source: text(200),
  method: text(200).optional(),
  artifact: z.strictObject({ uri: uri.optional(), sha256 }).optional(),
  attributes: attributes.optional(),
};

type Fields = z.output<z.ZodObject<typeof recordFields>>;

function refine(record: Omit<Fields, "source">, context: z.RefinementCtx): void {
  const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: path.split("."), message });
  const wrong = casesWrong(record);
  if (wrong) issue("attributes.cases", wrong);
  const counted = record.passed !== undefined || record.failed !== undefined;
  if (record.loss !== undefined) {
    if (counted || record.outcome !== undefined)
      issue("loss", "is of one check alone: leave passed, failed and outcome out, or leave loss out");
    return;
  }
  if (record.outcome !== undefined) {
    if (counted) issue("outcome", "is short for one check: leave passed and failed out, or leave outcome out");
    return;
  }
  if (record.passed === undefined) issue("passed", "must be the number of checks that passed (or send outcome)");
  if (record.failed === undefined) issue("failed", "must be the number of checks that failed (or send outcome)");
  if (record.passed === 0 && record.failed === 0) issue("passed", "and failed are both 0: a record needs a check");
}

/** One record as it is sent: that an obligation was tested. */
export const evidenceRecord = z.strictObject(recordFields).superRefine(refine);

/** One record within what an issuer signed: its source is the issuer. */
const signedRecord = z.strictObject({ ...recordFields, source: recordFields.source.optional() }).superRefine(refine);

const ENVELOPES = { dsse: dsseEnvelope, jws: jwsEnvelope } as const;

/** A record, with what was signed where it came so: to be believed only once that is verified. */
export type EvidenceInput = z.output<typeof signedRecord> & { signed?: Signed };

/** Reads what was signed. Errors name fields of the envelope, or of the record as `payload.…`. */
function readSigned(form: "dsse" | "jws", value: unknown): { record: EvidenceInput } | { issues: z.core.$ZodIssue[] } {
  const envelope = ENVELOPES[form].safeParse(value, { reportInput: true });
  if (!envelope.success) return { issues: envelope.error.issues };
  const signed: Signed =
    "jws" in envelope.data ? { form: "jws", envelope: envelope.data.jws } : { form: "dsse", envelope: envelope.data };
  const record = signedRecord.safeParse(recordWithin(signed), { reportInput: true });
  if (record.success) return { record: { ...record.data, signed } };
  return { issues: record.error.issues.map((issue) => ({ ...issue, path: ["payload", ...issue.path] })) };
}

/** A record, plain or signed. */
export const evidenceItem = z
  .unknown()
  .transform((value, context): EvidenceInput => {
    const form = signedForm(value);
    if (form === null) {
      const plain = evidenceRecord.safeParse(value, { reportInput: true });
      if (plain.success) return plain.data;
      context.issues.push(...(plain.error.issues as z.core.$ZodRawIssue[]));
      return z.NEVER;
    }
    const read = readSigned(form, value);
    if ("record" in read) return read.record;
    context.issues.push(...(read.issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  })
  .meta({ anyOf: [evidenceRecord, dsseEnvelope, jwsEnvelope].map(schemaOf) });

/** One record or an array. */
export const evidenceBody = oneOrMany(evidenceItem, MOST_RECORDS, "records");
