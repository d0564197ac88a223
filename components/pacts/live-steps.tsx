"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { VerdictMix } from "@/components/chart/spark";
import { plural } from "@/components/trust/words";
import { type Act, ActButton, ActForm, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import type { PactDocument } from "@/lib/domain/pact";
import { writtenFrom } from "@/lib/domain/written-text";

type Save = Act<[{ pact: string; text: string; format: "yaml"; base?: string }], { version: number }>;

export interface KillSwitchProps {
  agent: string;
  workflow: string;
  title: string;
  act: Act<[{ agent: string; workflow: string; level: "suspended"; reason: string }], unknown>;
}

/** Stops an agent under one pact at once: every request of it in this workflow is blocked, in shadow too. */
export function KillSwitch({ agent, workflow, title, act }: KillSwitchProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Stop {agent} here</Button>}
      title={`Stop ${agent} under ${title}?`}
      description={`Its authority in ${workflow} is suspended from the next request on: everything it asks for is blocked. Raising it again takes another person’s word.`}
    >
      <ActForm
        act={act}
        said={`${agent} is suspended in ${workflow}`}
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => ({ agent, workflow, level: "suspended" as const, reason: asText(form.get("reason")) ?? "" })}
      >
        {(error) => (
          <>
            <Field label="Reason" name="reason" error={error("reason")} help="It stands in the ledger with your name.">
              <Textarea name="reason" rows={3} />
            </Field>
            <DialogActions>
              <ActButton>Stop it now</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

export interface RedraftProps {
  document: PactDocument;
  /** As it was written, comments and all. */
  text: string;
  /** Hash of the version that is current: a draft that somebody else has begun is not overwritten. */
  base: string;
  save: Save;
}

/** The wording of an earlier version as a new draft: nothing is taken back, a further version says so. */
export function Revert({ document, text, base, save, version }: RedraftProps & { version: number }) {
  const redraft = useRedraft(save, document.pact, (next) => `Draft ${next} has the wording of version ${version}`);
  return (
    <>
      <Button
        size="small"
        busy={redraft.pending}
        onClick={() => redraft.run({ pact: document.pact, text, format: "yaml", base })}
      >
        {redraft.pending ? "Recording…" : `Draft version ${version} anew`}
      </Button>
      <Refused refusal={redraft.refusal} />
    </>
  );
}

function useRedraft(save: Save, pact: string, said: (version: number) => string) {
  const router = useRouter();
  return useAct(save, {
    said: ({ version }) => said(version),
    after: ({ version }) => router.push(`/pacts/${pact}?version=${version}`),
  });
}

export interface ShadowStepProps extends RedraftProps {
  seen: {
    counts: Record<"allow" | "degrade" | "review" | "block", number>;
    clauses: readonly { clause: string; count: number }[];
    more: boolean;
  };
  /** An open draft: it is the one to be switched on. */
  draft: number | null;
  may: boolean;
}

/** Shadow as a step on the way: what it has seen so far, then the switch, which is a version like any other. */
export function ShadowStep({ document, text, base, save, seen, draft, may }: ShadowStepProps) {
  const { counts, clauses, more } = seen;
  const redraft = useRedraft(save, document.pact, (next) => `Draft ${next} enforces it; it waits for review`);
  const total = counts.allow + counts.degrade + counts.review + counts.block;
  const titleOf = (key: string) => document.clauses.find((clause) => clause.key === key)?.title ?? key;
  return (
    <section aria-label="Shadow, then enforce" className="no-print mb-6 border-y border-ink py-4 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="min-w-0 max-w-measure">
          <p className="font-medium">In shadow: it watches and binds nobody</p>
          <p className="mt-1 text-ink-2">
            {total === 0
              ? "It has seen no request in the last 7 days. Let it watch before you switch it on."
              : `Of ${more ? "the newest " : ""}${plural(total, "request")} in the last 7 days it would have blocked ${counts.block}, held ${counts.review} and limited ${counts.degrade}.`}
          </p>
          {clauses.length > 0 ? (
            <ul className="mt-2">
              {clauses.slice(0, 5).map(({ clause, count }) => (
                <li key={clause} className="text-ink-2">
                  <em>{titleOf(clause)}</em> would have acted {count === 1 ? "once" : `${count} times`}.
                </li>
              ))}
            </ul>
          ) : null}
          {total > 0 ? (
            <div className="mt-2">
              <VerdictMix counts={counts} />
            </div>
          ) : null}
        </div>
        {may && draft === null ? (
          <Button
            variant="primary"
            busy={redraft.pending}
            onClick={() => {
              const enforced = writtenFrom(text, (written) => ({ ...written, mode: "enforce" }));
              redraft.run({ pact: document.pact, text: enforced, format: "yaml", base });
            }}
          >
            {redraft.pending ? "Recording…" : "Draft the switch to enforce"}
          </Button>
        ) : null}
      </div>
      <Refused refusal={redraft.refusal} />
    </section>
  );
}
