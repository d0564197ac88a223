"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt, Textarea } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { endIssuer, saveIssuer } from "../actions";
import { ConfirmVerb } from "../confirm-verb";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

const KINDS = [
  { value: "third_party", label: "A third party" },
  { value: "counterparty", label: "The counterparty" },
  { value: "own", label: "Our own" },
];

export function NewIssuer() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Register an issuer</Button>}
      title="Register an issuer"
    >
      <IssuerForm onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function IssuerForm({ onDone }: { onDone: () => void }) {
  const { submit, busy, problem } = useVerb(saveIssuer, "Issuer registered", onDone);
  const error = (path: string) => problemAt(problem?.errors, path);
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={["slug", "name", "kind", "keys"]} />
      <Field label="Name" name="name" error={error("name")}>
        <Input required />
      </Field>
      <Field
        label="Slug"
        name="slug"
        help="The source of what it signs: what `from` of a clause names. It stays."
        error={error("slug")}
      >
        <Input mono required />
      </Field>
      <Field label="Whose word" name="kind" help="Decides the weight of its evidence, for good." error={error("kind")}>
        <Select options={KINDS} defaultValue="third_party" />
      </Field>
      <Field
        label="Public key"
        name="keys"
        help="A JWK, or a list of them: Ed25519, P-256 or P-384. Never the private one."
        error={error("keys")}
      >
        <Textarea name="keys" rows={6} required placeholder='{"kty":"OKP","crv":"Ed25519","x":"…"}' />
      </Field>
      <DialogActions>
        <VerbButton busy={busy}>Register</VerbButton>
      </DialogActions>
    </form>
  );
}

export function RevokeIssuer({ slug, name }: { slug: string; name: string }) {
  return (
    <ConfirmVerb
      perform={endIssuer}
      said={`${name} revoked`}
      name="slug"
      value={slug}
      verb="Revoke"
      title={`Revoke ${name}`}
      description="From now on its signatures are refused. What it signed before stays as it was recorded. This cannot be taken back."
    />
  );
}
