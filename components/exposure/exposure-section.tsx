"use client";
import Link from "next/link";
import { useState } from "react";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { count, span } from "@/components/trust/words";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Table, Td, Th } from "@/components/ui/table";
import type { RemediationState } from "@/lib/domain/exposure";
import { type Exposed, type ExposureData, exposureSentence, money, REMEDIATION_NAME } from "./exposure";

export type Remediate = Act<
  [{ subject: "drift" | "incident"; id: string; decisions: string[]; state: RemediationState; note?: string }],
  { decisions: string[] }
>;

export interface ExposureSectionProps {
  of: { subject: "drift" | "incident"; id: string };
  exposure: ExposureData;
  /** Where the file is. */
  csvHref: string;
  /** Absent: the reader may not say what became of them. */
  act?: Remediate;
}

/** Shown at first: the file and one press give the others. */
const FIRST = 12;

/** What was permitted between the onset and the enforcement, with money, and what became of each. */
export function ExposureSection({ of, exposure, csvHref, act }: ExposureSectionProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [whole, setWhole] = useState(false);
  const { decisions, from, to, open } = exposure;
  const shown = whole ? decisions : decisions.slice(0, FIRST);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const lasted = span(Math.max(0, Date.parse(to) - Date.parse(from)), true);
  return (
    <Section
      title="Exposure"
      id="exposure"
      aside={decisions.length > 0 ? <a href={csvHref}>Download as CSV</a> : undefined}
    >
      <p className="py-3 text-sm text-ink-2">
        {exposureSentence(exposure)}{" "}
        {decisions.length > 0 || open ? `${lasted} ${open ? "so far" : "from the onset to the enforcement"}.` : null}
      </p>
      {decisions.length > 0 ? (
        <Table caption="Exposed decisions" stack>
          <thead>
            <tr>
              {act ? (
                <Th className="w-8">
                  <Checkbox
                    label={<span className="sr-only">Choose all</span>}
                    checked={chosen.size === decisions.length}
                    onCheckedChange={(on) => setChosen(new Set(on ? decisions.map(({ id }) => id) : []))}
                  />
                </Th>
              ) : null}
              <Th>Decided</Th>
              <Th>Action</Th>
              <Th num>Amount</Th>
              <Th>Verdict</Th>
              <Th>What became of it</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((decision) => (
              <Row
                key={decision.id}
                of={decision}
                chosen={chosen.has(decision.id)}
                onChoose={act ? toggle : undefined}
              />
            ))}
          </tbody>
        </Table>
      ) : null}
      {shown.length < decisions.length ? (
        <Button size="small" className="mt-3" onClick={() => setWhole(true)}>
          Show all {count(decisions.length)}
        </Button>
      ) : null}
      {act && chosen.size > 0 ? <Say of={of} ids={[...chosen]} act={act} after={() => setChosen(new Set())} /> : null}
    </Section>
  );
}

function Row({
  of: { id, decidedAt, action, workflow, money: amount, verdict, through, remediation, linked },
  chosen,
  onChoose,
}: {
  of: Exposed;
  chosen: boolean;
  onChoose?: (id: string, on: boolean) => void;
}) {
  return (
    <tr>
      {onChoose ? (
        <Td>
          <Checkbox
            label={<span className="sr-only">Choose the decision of {decidedAt}</span>}
            checked={chosen}
            onCheckedChange={(on) => onChoose(id, on)}
          />
        </Td>
      ) : null}
      <Th scope="row" className="whitespace-nowrap">
        <Link href={`/decisions?d=${id}`}>
          <When at={decidedAt} form="absolute" plain />
        </Link>
      </Th>
      <Td>
        {action}
        <span className="label block">
          {workflow}
          {linked ? ", linked by a person" : ""}
        </span>
      </Td>
      <Td num label="Amount">
        {amount ? money(amount) : ""}
      </Td>
      <Td>
        <Verdict verdict={verdict} />
        {through ? (
          <span className="label block">
            {through.kind === "review" ? "approved in " : "by "}
            <Link
              href={
                through.kind === "review" ? `/reviews?peek=${through.id}` : `/overrides?view=over&peek=${through.id}`
              }
            >
              {through.kind === "review" ? "review" : "an override"}
            </Link>
          </span>
        ) : null}
      </Td>
      <Td label="Became">
        {REMEDIATION_NAME[remediation?.state ?? "open"]}
        {remediation && remediation.state !== "open" ? (
          <span className="label block">
            {remediation.by.name}
            {remediation.note ? `: ${remediation.note}` : ""}
          </span>
        ) : null}
      </Td>
    </tr>
  );
}

const STATES = (Object.keys(REMEDIATION_NAME) as RemediationState[])
  .filter((state) => state !== "open")
  .map((value) => ({ value, label: REMEDIATION_NAME[value] }));

function Say({
  of,
  ids,
  act,
  after,
}: {
  of: ExposureSectionProps["of"];
  ids: string[];
  act: Remediate;
  after: () => void;
}) {
  const [open, setOpen] = useState(false);
  const many = ids.length === 1 ? "1 decision" : `${ids.length} decisions`;
  return (
    <div className="no-print sticky bottom-0 mt-3 flex items-center justify-between gap-4 border-t border-ink bg-surface px-4 py-3">
      <span className="text-sm">{many} chosen</span>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={<Button variant="primary">Say what became of them</Button>}
        title={`What became of ${many}?`}
        description="The word stands in the ledger with your name; a later one replaces it here."
      >
        <ActForm
          act={act}
          said={({ decisions }) => `${decisions.length === 1 ? "1 decision" : `${decisions.length} decisions`} marked`}
          after={() => {
            setOpen(false);
            after();
          }}
          fields={["state", "note"]}
          input={(form) => ({
            ...of,
            decisions: ids,
            state: form.get("state") as RemediationState,
            note: asText(form.get("note")),
          })}
        >
          {(error) => (
            <div className="flex flex-col gap-4">
              <Field label="What became of it" name="state" error={error("state")}>
                <Select name="state" defaultValue="harmless" options={STATES} />
              </Field>
              <Field label="Note" aside="optional" name="note" error={error("note")}>
                <Textarea name="note" rows={3} />
              </Field>
              <DialogActions>
                <ActButton>Record</ActButton>
              </DialogActions>
            </div>
          )}
        </ActForm>
      </Dialog>
    </div>
  );
}
