"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/choices";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt } from "@/components/ui/field";
import { SCOPES, type Scope } from "@/lib/domain/roles";
import { makeKey } from "../actions";
import { CheckList, FormProblem, ShownOnce, VerbButton } from "../parts";
import { useVerb } from "../use-verb";
import { curlOf } from "./curl";

const SCOPE_WORDS: Record<Scope, string> = {
  decide: "ask for decisions, report outcomes",
  evidence: "submit evidence, open incidents",
  read: "read everything",
  author: "write and publish pacts, register agents",
  admin: "settings, teams, lower authority",
};

/** Asks what for, then shows the key, once. `service`: the member may make service keys. */
export function NewKey({ service, origin }: { service: boolean; origin: string }) {
  return (
    <Dialog trigger={<Button variant="primary">New key</Button>} title="New key" width={600}>
      <NewKeyForm service={service} origin={origin} />
    </Dialog>
  );
}

function NewKeyForm({ service, origin }: { service: boolean; origin: string }) {
  const [kind, setKind] = useState<"service" | "personal">(service ? "service" : "personal");
  const { submit, busy, problem, result } = useVerb(makeKey, "Key made");
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
      <FormProblem problem={problem} shown={["name", "scopes"]} />
      <input type="hidden" name="kind" value={kind} />
      {service ? (
        <Segmented
          label="Kind of key"
          value={kind}
          onChange={setKind}
          options={[
            { value: "service", label: "Service: for a program" },
            { value: "personal", label: "Personal: for you" },
          ]}
        />
      ) : null}
      <Field label="Name" name="name" help="Where it will be used." error={problemAt(problem?.errors, "name")}>
        <Input required />
      </Field>
      {kind === "service" ? (
        <CheckList
          legend="Scopes"
          name="scopes"
          options={SCOPES.map((value) => ({ value, label: `${value}: ${SCOPE_WORDS[value]}` }))}
          chosen={["decide", "evidence"]}
          problem={problem}
        />
      ) : null}
      <DialogActions>
        <VerbButton busy={busy}>Make the key</VerbButton>
      </DialogActions>
    </form>
  );
}
