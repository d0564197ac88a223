"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asInstant, asText } from "@/components/ui/form-values";
import { InstantInput } from "@/components/ui/instant";
import { REDACTABLE, type Redactable } from "@/lib/domain/report-redact";

interface SharePut {
  pact: string;
  also: string[];
  audience: string;
  expiresAt: string;
  passcode?: string;
  recipients: string[];
  redact: Redactable[];
  countersign?: boolean;
}

interface Props {
  pact: string;
  /** Other pacts in force, which the link may open too. */
  others: readonly { slug: string; title: string }[];
  counterparty: string;
  /** When a link ends unless its author says otherwise, ms. */
  until: number;
  /** It is not in force yet: the link is for a countersignature only. */
  unsigned?: boolean;
  /** Why no codes can be mailed; null: they can. */
  mailless: string | null;
  act: Act<[SharePut], { id: string; url: string; expiresAt: string }>;
}

const LEAVES: Record<Redactable, string> = {
  owners: "Names of teams",
  reasons: "Words in which overrides were asked for",
  artifacts: "Addresses of artifacts",
  amounts: "Limits in money",
};

/** What is wrong with one address of the list. */
function memberError(error: (path: string) => string | undefined): string | undefined {
  for (let at = 0; at < 50; at++) {
    const wrong = error(`recipients.${at}`);
    if (wrong) return `Address ${at + 1} ${wrong}`;
  }
  return undefined;
}

/** Where the report stands as a reader with such a link would see it. */
function previewOf(pact: string, form: FormData): string {
  const query = new URLSearchParams({ format: "html", redact: form.getAll("redact").join(",") });
  const audience = asText(form.get("audience"));
  if (audience !== undefined) query.set("audience", audience);
  return `/api/v1/pacts/${pact}/report?${query}`;
}

/** Makes a link for one reader; it is shown once. */
export function ShareForm({ pact, others, counterparty, until, unsigned, mailless, act }: Props) {
  const [made, setMade] = useState<{ url: string } | null>(null);
  return (
    <div className="mt-4 flex max-w-measure flex-col gap-5">
      {made ? (
        <div role="status" className="border border-line-strong p-4">
          <p className="text-sm">The link is shown this once. Whoever has it reads the report until it ends.</p>
          <p className="mono mt-2 wrap-anywhere">{made.url}</p>
          <div className="mt-3">
            <CopyButton text={made.url} what="link">
              Copy link
            </CopyButton>
          </div>
        </div>
      ) : null}
      <ActForm
        act={act}
        said="Report shared"
        after={setMade}
        fields={["also", "audience", "expiresAt", "passcode", "recipients", "redact", "countersign"]}
        className="flex flex-col gap-5"
        input={(form) => ({
          pact,
          also: form.getAll("also").map(String),
          audience: asText(form.get("audience")) ?? "",
          expiresAt: asInstant(form.get("expiresAt")) ?? "",
          passcode: asText(form.get("passcode")),
          recipients: (asText(form.get("recipients")) ?? "").split(/[\s,;]+/).filter(Boolean),
          redact: form.getAll("redact").map(String) as Redactable[],
          countersign: form.get("countersign") !== null,
        })}
      >
        {(error) => (
          <>
            <Field
              label="Reader"
              name="audience"
              error={error("audience")}
              help="Stands on the report, and across its page."
            >
              <Input name="audience" defaultValue={counterparty} autoComplete="off" />
            </Field>
            <Field label="Until" name="expiresAt" error={error("expiresAt")}>
              <InstantInput name="expiresAt" defaultAt={until} />
            </Field>
            <Field
              label="Passcode"
              aside="optional"
              name="passcode"
              error={error("passcode")}
              help="Tell it by another way than the link."
            >
              <Input name="passcode" autoComplete="off" />
            </Field>
            <Field
              label="Only these readers"
              aside="optional, instead of a passcode"
              name="recipients"
              error={error("recipients") ?? memberError(error)}
              help={
                mailless === null
                  ? "E-mail addresses, one a line. Each proves theirs by a code that is mailed to it; readings name them, and so does every copy."
                  : `E-mail addresses, one a line. Not here yet: codes are mailed. ${mailless}`
              }
            >
              <Textarea name="recipients" rows={2} autoComplete="off" spellCheck={false} />
            </Field>
            {others.length > 0 ? (
              <details>
                <summary className="cursor-pointer text-sm">Other pacts on the same report</summary>
                <fieldset className="mt-2 flex flex-col gap-1">
                  <legend className="sr-only">Other pacts on the same report</legend>
                  {others.map(({ slug, title }) => (
                    <Checkbox key={slug} name="also" value={slug} label={title} />
                  ))}
                </fieldset>
              </details>
            ) : null}
            <fieldset>
              <legend className="mb-2 text-xs text-ink-2">Leave out (the report says so)</legend>
              <div className="flex flex-col gap-1">
                {REDACTABLE.map((name) => (
                  <Checkbox key={name} name="redact" value={name} label={LEAVES[name]} />
                ))}
              </div>
              <p className="label mt-2">
                Breaches, overrides, exceptions, how much ran, who attested and the release always stay.
              </p>
            </fieldset>
            {counterparty === "" ? null : (
              <div>
                <Checkbox
                  name="countersign"
                  label={`Ask for a countersignature by ${counterparty}`}
                  value="yes"
                  defaultChecked={unsigned}
                />
                <p className="label mt-1">
                  They read the whole contract, sign its wording or propose another. Names and limits stay in.
                </p>
                {error("countersign") ? <p className="mt-1 text-xs text-block">{error("countersign")}</p> : null}
              </div>
            )}
            <div className="flex flex-wrap gap-2">
              <ActButton>Make the link</ActButton>
              {unsigned ? null : (
                <Button
                  onClick={({ currentTarget: { form } }) => {
                    if (form) window.open(previewOf(pact, new FormData(form)), "_blank", "noopener");
                  }}
                >
                  See it as the reader would
                </Button>
              )}
            </div>
          </>
        )}
      </ActForm>
    </div>
  );
}
