"use client";
import { useState } from "react";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { When } from "@/components/trust/when";
import { type Act, ActButton, ActForm, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Table, Td, Th } from "@/components/ui/table";
import type { Authority } from "@/lib/domain/state";

/** A grant, or a request for one. */
export interface Grant {
  id: string;
  workflow: string | null;
  level: Authority;
  state: "requested" | "active" | "denied" | "superseded" | "ended";
  reason: string;
  requestedBy: { id: string; name: string };
  decidedBy: { name: string } | null;
  createdAt: string;
  since: string | null;
  until: string | null;
  endedAt: string | null;
  note: string | null;
}

export type SettleGrant = Act<[{ id: string; reason?: string }], unknown>;

/** A request for more authority, and the answer of another person. */
export function GrantRequest({
  grant,
  reader,
  mayApprove,
  approve,
  deny,
}: {
  grant: Grant;
  reader: string;
  mayApprove: boolean;
  approve: SettleGrant;
  deny: SettleGrant;
}) {
  const own = grant.requestedBy.id === reader;
  const giving = useAct(approve, { said: `${grant.level} authority granted` });
  return (
    <div className="border-b border-line py-3 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <p>
          <span className="font-medium">{grant.requestedBy.name}</span> asks for{" "}
          <span className="font-medium">{grant.level}</span> authority{" "}
          {grant.workflow ? `in ${grant.workflow}` : "in every workflow"}
          {grant.until ? (
            <>
              {" "}
              until <When at={grant.until} form="absolute" />
            </>
          ) : null}
          , <When at={grant.createdAt} />.
        </p>
        {mayApprove ? (
          <span className="flex gap-2">
            <Deny grant={grant} act={deny} own={own} />
            {own ? null : (
              <Button size="small" variant="primary" busy={giving.pending} onClick={() => giving.run({ id: grant.id })}>
                {giving.pending ? "Recording…" : "Grant it"}
              </Button>
            )}
          </span>
        ) : null}
      </div>
      <p className="recital mt-1">{grant.reason}</p>
      {own ? <p className="mt-1 text-ink-2">You asked for it, so another approver or owner must grant it.</p> : null}
      {!own && !mayApprove ? <p className="mt-1 text-ink-2">An approver or an owner answers.</p> : null}
      <Refused refusal={giving.refusal} />
    </div>
  );
}

function Deny({ grant, act, own }: { grant: Grant; act: SettleGrant; own: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">{own ? "Withdraw" : "Deny"}</Button>}
      title={own ? "Withdraw the request?" : `Deny ${grant.level} authority?`}
    >
      <ActForm
        act={act}
        said={own ? "Request withdrawn" : "Request denied"}
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => ({ id: grant.id, reason: asText(form.get("reason")) })}
      >
        {(error) => (
          <>
            <Field label="Reason" aside="optional" name="reason" error={error("reason")}>
              <Textarea name="reason" rows={3} />
            </Field>
            <DialogActions>
              <ActButton>{own ? "Withdraw" : "Deny"}</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

const STATES: Record<Grant["state"], string> = {
  requested: "waits for an answer",
  active: "in force",
  denied: "denied",
  superseded: "replaced",
  ended: "ended",
};

/** What people granted, newest first. */
export function GrantHistory({ grants }: { grants: readonly Grant[] }) {
  return (
    <Table caption="Grants" stack>
      <thead>
        <tr>
          <Th>Authority</Th>
          <Th>Where</Th>
          <Th>State</Th>
          <Th>By</Th>
          <Th>Since</Th>
          <Th>Until</Th>
          <Th>Reason</Th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <tr key={grant.id}>
            <Th scope="row">
              <AuthorityGauge granted={grant.level} effective={grant.level} />
            </Th>
            <Td label="Where">{grant.workflow ?? "every workflow"}</Td>
            <Td>{STATES[grant.state]}</Td>
            <Td label="By">{grant.decidedBy?.name ?? grant.requestedBy.name}</Td>
            <Td label="Since">{grant.since ? <When at={grant.since} /> : ""}</Td>
            <Td label="Until">
              {(grant.endedAt ?? grant.until) ? (
                <When at={(grant.endedAt ?? grant.until) as string} />
              ) : (
                <span className="text-ink-3">no end</span>
              )}
            </Td>
            <Td>
              {grant.reason}
              {grant.note ? <span className="block text-ink-2">{grant.note}</span> : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
