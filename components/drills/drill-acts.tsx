"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Act, ActButton, ActForm, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Select } from "@/components/ui/select";
import type { DrillKind } from "@/lib/domain/drill";

type Of<I, T> = Act<[I], T>;
interface Subject {
  kind: DrillKind;
  slug: string;
}
export type RunAct = Of<{ pact?: string; metric?: string }, { id: string; state: string }>;
export type ScheduleAct = Of<Subject & { cadence: string | null }, { cadence: string | null }>;

/** Runs a drill and shows what it came to. */
export function RunDrill({ kind, slug, act }: Subject & { act: RunAct }) {
  const router = useRouter();
  const { run, pending, refusal } = useAct(act, {
    said: ({ state }) => `Drill ${state}`,
    after: ({ id }) => router.push(`/drills/${id}`),
  });
  return (
    <>
      <Button busy={pending} onClick={() => run({ [kind]: slug })} aria-label={`Drill ${slug} now`}>
        {pending ? "Drilling…" : "Drill now"}
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}

const CADENCES = [
  { value: "never", label: "Only when somebody asks" },
  { value: "P1D", label: "Every day" },
  { value: "P7D", label: "Every week" },
  { value: "P30D", label: "Every 30 days" },
  { value: "P90D", label: "Every 90 days" },
];

/** Says how often it is drilled by itself. */
export function ScheduleDrills({ kind, slug, cadence, act }: Subject & { cadence: string | null; act: ScheduleAct }) {
  const [open, setOpen] = useState(false);
  const known = CADENCES.some(({ value }) => value === cadence) || cadence === null;
  const options = known ? CADENCES : [...CADENCES, { value: cadence, label: cadence }];
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="bare" aria-label={`Schedule drills of ${slug}`}>
          Schedule
        </Button>
      }
      title={`How often is ${slug} drilled?`}
      description="A drill changes nothing that anybody else is answered: causes are put into twins alone."
    >
      <ActForm
        act={act}
        said="Schedule kept"
        after={() => setOpen(false)}
        fields={["cadence"]}
        input={(form) => {
          const chosen = asText(form.get("cadence")) ?? "never";
          return { kind, slug, cadence: chosen === "never" ? null : chosen };
        }}
      >
        {(error) => (
          <>
            <Field label="Cadence" name="cadence" error={error("cadence")}>
              <Select name="cadence" options={options} defaultValue={cadence ?? "never"} />
            </Field>
            <DialogActions>
              <ActButton>Keep</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}
