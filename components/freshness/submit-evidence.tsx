"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useNow } from "@/components/trust/now";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { asInstant, asText } from "@/components/ui/form-values";
import { InstantInput } from "@/components/ui/instant";

/** What is proven. */
interface Tested {
  agent: string;
  pact: string;
  clause: string;
  title: string;
  release?: string | null;
  /** Who tested it last. */
  source?: string;
  /** Hash of a version that is not published yet: the record is about that one. */
  draft?: string;
}

interface Submitted {
  agent: string;
  pact: string;
  clause: string;
  draft?: string;
  release?: string;
  passed?: number;
  failed?: number;
  observedAt: string;
  source: string;
  method?: string;
  artifact?: { uri?: string; sha256: string };
}

export type SubmitAct = Act<[Submitted], unknown>;

const FIELDS = ["release", "passed", "failed", "observedAt", "source", "method", "artifact.uri", "artifact.sha256"];

export interface SubmitEvidenceProps {
  of: Tested;
  act: SubmitAct;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A record of one test, by a person. */
export function SubmitEvidence({ of, act, open, onOpenChange }: SubmitEvidenceProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Submit evidence"
      description={
        <>
          That <em>{of.title}</em> was tested on {of.agent}
          {of.draft ? ", as this draft words it" : ""}. It is immutable and names you.
        </>
      }
    >
      <Form of={of} act={act} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Form({ of, act, onDone }: { of: Tested; act: SubmitAct; onDone: () => void }) {
  const client = useQueryClient();
  return (
    <ActForm
      act={act}
      said="Evidence recorded"
      after={() => {
        void client.invalidateQueries({ queryKey: ["freshness"] });
        onDone();
      }}
      fields={FIELDS}
      input={(form) => inputOf(of, form)}
    >
      {(error) => <Fields of={of} error={error} />}
    </ActForm>
  );
}

function Fields({ of, error }: { of: Tested; error: (path: string) => string | undefined }) {
  const now = useNow();
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-4">
        <Field label="Checks passed" name="passed" error={error("passed")}>
          <Input name="passed" inputMode="numeric" />
        </Field>
        <Field label="Checks failed" name="failed" error={error("failed")}>
          <Input name="failed" inputMode="numeric" defaultValue="0" />
        </Field>
        <Field label="Observed" aside="UTC" name="observedAt" error={error("observedAt")}>
          <InstantInput name="observedAt" defaultAt={now} />
        </Field>
        <Field label="Release" aside="optional" name="release" error={error("release")} help="Empty: the current one.">
          <Input name="release" mono defaultValue={of.release ?? ""} />
        </Field>
      </div>
      <Field label="Source" name="source" error={error("source")} help="Who tested it: a lab, a suite, a person.">
        <Input name="source" defaultValue={of.source ?? ""} />
      </Field>
      <Field label="Method version" aside="optional" name="method" error={error("method")}>
        <Input name="method" mono />
      </Field>
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <Field label="Artifact" aside="optional" name="uri" error={error("artifact.uri")}>
          <Input name="uri" mono placeholder="https://…" />
        </Field>
        <Field label="Its SHA-256" aside="optional" name="sha256" error={error("artifact.sha256")}>
          <Input name="sha256" mono />
        </Field>
      </div>
      <DialogActions>
        <ActButton>Submit evidence</ActButton>
      </DialogActions>
    </div>
  );
}

/** What is no number goes as it is: the server says so beside the field. */
function count(value: FormDataEntryValue | null): number | undefined {
  const text = asText(value);
  return text === undefined ? undefined : Number(text);
}

function inputOf({ agent, pact, clause, draft }: Tested, form: FormData): Submitted {
  const [uri, sha256] = [asText(form.get("uri")), asText(form.get("sha256"))];
  return {
    agent,
    pact,
    clause,
    draft,
    release: asText(form.get("release")),
    passed: count(form.get("passed")),
    failed: count(form.get("failed")),
    observedAt: asInstant(form.get("observedAt")) ?? "",
    source: asText(form.get("source")) ?? "",
    method: asText(form.get("method")),
    artifact: uri || sha256 ? { uri, sha256: sha256 ?? "" } : undefined,
  };
}
