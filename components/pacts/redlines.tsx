"use client";
import { useState } from "react";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { type Act, ActButton, ActForm, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import type { Wording } from "@/lib/domain/countersign";
import { reworded } from "@/lib/domain/reworded";
import { joined } from "@/lib/domain/text";

interface Redline {
  id: string;
  version: number;
  name: string;
  email: string;
  audience: string;
  wordings: readonly Wording[];
  remark: string | null;
  at: string;
  overtaken: readonly string[];
}

export interface RedlinesProps {
  redlines: readonly Redline[];
  /** Titles of clauses by key. */
  titles: Readonly<Record<string, string>>;
  may: boolean;
  acts: {
    take: Act<[{ id: string; clauses?: string[] }], { version: number }>;
    decline: Act<[{ id: string; reason: string }], unknown>;
  };
}

/** What a counterparty would rather read, clause by clause: an author takes it over into a draft, or declines it. */
export function Redlines({ redlines, ...rest }: RedlinesProps) {
  if (redlines.length === 0) return null;
  return (
    <section aria-label="Proposed by the counterparty" className="no-print mb-6 border-y border-ink py-4 text-sm">
      <p className="font-medium">
        {plural(redlines.length, "proposal")} of other wording, by{" "}
        {joined([...new Set(redlines.map((r) => r.audience))])}
      </p>
      <p className="mt-1 text-ink-2">Nothing of it stands in the pact. What is taken over is an edit like any other.</p>
      {redlines.map((redline) => (
        <One key={redline.id} redline={redline} {...rest} />
      ))}
    </section>
  );
}

function One({ redline, titles, may, acts }: Omit<RedlinesProps, "redlines"> & { redline: Redline }) {
  const { id, wordings, overtaken } = redline;
  const free = wordings.filter(({ clause }) => !overtaken.includes(clause)).map(({ clause }) => clause);
  const [chosen, setChosen] = useState<readonly string[]>(free);
  const take = useAct(acts.take, { said: ({ version }) => `Taken up in version ${version}` });
  return (
    <article aria-label={`Proposal of ${redline.name}`} className="mt-4 border-t border-line pt-3">
      <p className="label">
        {redline.name}, {redline.email}, of version {redline.version}, <When at={redline.at} />
      </p>
      <ul>
        {wordings.map((wording) => (
          <li key={wording.clause} className="border-b border-line py-2">
            {may && free.includes(wording.clause) ? (
              <Checkbox
                label={<em>{titles[wording.clause] ?? wording.clause}</em>}
                checked={chosen.includes(wording.clause)}
                onCheckedChange={(on) =>
                  setChosen(on ? [...chosen, wording.clause] : chosen.filter((key) => key !== wording.clause))
                }
              />
            ) : (
              <em>{titles[wording.clause] ?? wording.clause}</em>
            )}
            {overtaken.includes(wording.clause) ? (
              <span className="label"> reworded since: it can no longer be taken over</span>
            ) : null}
            <p className="recital mt-1">
              <Marked {...wording} />
            </p>
          </li>
        ))}
      </ul>
      {redline.remark ? <p className="mt-2">“{redline.remark}”</p> : null}
      {may ? (
        <div className="mt-3 flex flex-wrap gap-2">
          {free.length > 0 ? (
            <Button
              size="small"
              variant="primary"
              busy={take.pending}
              onClick={() => take.run({ id, clauses: [...chosen] })}
            >
              {take.pending ? "Recording…" : "Take over into the draft"}
            </Button>
          ) : null}
          {wordings.length === 0 ? (
            <Button size="small" busy={take.pending} onClick={() => take.run({ id })}>
              Mark as taken up
            </Button>
          ) : null}
          <Decline redline={redline} act={acts.decline} />
        </div>
      ) : null}
      <Refused refusal={take.refusal} />
    </article>
  );
}

function Marked({ before, after }: Wording) {
  const parts = reworded(before, after);
  return (
    <>
      {parts.before}
      {parts.removed ? <del className="text-ink-3">{parts.removed}</del> : null}{" "}
      {parts.added ? <ins>{parts.added}</ins> : null}
      {parts.after}
    </>
  );
}

function Decline({ redline, act }: { redline: Redline; act: RedlinesProps["acts"]["decline"] }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Decline</Button>}
      title={`Decline what ${redline.name} proposes?`}
      description="They read the reason behind their link. It stands in the ledger."
    >
      <ActForm
        act={act}
        said="Proposal declined"
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => ({ id: redline.id, reason: asText(form.get("reason")) ?? "" })}
      >
        {(error) => (
          <>
            <Field label="Reason" name="reason" error={error("reason")}>
              <Textarea name="reason" rows={3} />
            </Field>
            <DialogActions>
              <ActButton>Decline</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}
