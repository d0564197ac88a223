"use client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, problemAt } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { endKey, replaceKey } from "../actions";
import { ConfirmVerb } from "../confirm-verb";
import { FormProblem, ShownOnce, VerbButton } from "../parts";
import { useVerb } from "../use-verb";
import { curlOf } from "./curl";

const OVERLAPS = [
  { value: "PT1H", label: "1 hour" },
  { value: "P1D", label: "1 day" },
  { value: "P3D", label: "3 days" },
  { value: "P7D", label: "7 days" },
] as const;

/** A successor of the same name and scopes; the old key ends after a while. */
export function ReplaceKey({ id, name, origin }: { id: string; name: string; origin: string }) {
  return (
    <Dialog
      trigger={
        <Button size="small" variant="bare" aria-label={`Rotate ${name}`}>
          Rotate
        </Button>
      }
      title={`Rotate ${name}`}
      width={600}
    >
      <RotateForm id={id} origin={origin} />
    </Dialog>
  );
}

function RotateForm({ id, origin }: { id: string; origin: string }) {
  const { submit, busy, problem, result } = useVerb(replaceKey, "Key rotated");
  if (result) {
    return (
      <>
        <ShownOnce what="key" secret={result.key} curl={curlOf(origin, result.key, result.scopes, result.kind)} />
        <DialogActions cancel="Done">{null}</DialogActions>
      </>
    );
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={["overlap"]} />
      <input type="hidden" name="key" value={id} />
      <Field
        label="The old key still opens for"
        name="overlap"
        help="Long enough to put the new key in its place everywhere."
        error={problemAt(problem?.errors, "overlap")}
      >
        <Select options={OVERLAPS} defaultValue="P1D" />
      </Field>
      <DialogActions>
        <VerbButton busy={busy}>Make the new key</VerbButton>
      </DialogActions>
    </form>
  );
}

export function EndKey({ id, name }: { id: string; name: string }) {
  return (
    <ConfirmVerb
      perform={endKey}
      said={`${name} revoked`}
      name="key"
      value={id}
      verb="Revoke"
      title={`Revoke ${name}`}
      description="Whatever uses it is refused from its next request on. This cannot be taken back; a new key can be made."
    />
  );
}
