"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { SubmitAct } from "@/components/freshness/submit-evidence";
import { useShortcut } from "@/components/shell/shortcuts";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmCancel, ConfirmDialog } from "@/components/ui/dialog";
import { PactChecks, type PactChecksProps } from "./pact-checks";

/** A step of a draft is bound to the hash of what was read. */
interface PactStep {
  pact: string;
  hash: string;
}

type Looked = Pick<PactChecksProps, "needed" | "holes" | "warnings" | "missing" | "undoes" | "comments">;

export interface PactStepsProps extends PactStep, Looked {
  version: number;
  state: "draft" | "in_review";
  editedBy: { id: string; name: string };
  /** The reader. */
  reader: { id: string; role: string };
  may: { write: boolean; approve: boolean; publish: boolean };
  approvals: readonly { member: { id: string; name: string }; counts: boolean }[];
  /** Of the clauses that would start without evidence, those of which only the wording changed. */
  reworded: readonly { key: string; title: string }[];
  live: number | null;
  agent: string;
  /** Absent: the reader may submit none. */
  submitEvidence?: SubmitAct;
  /** It stands beside the comparison already. */
  comparing?: boolean;
  acts: Record<"submit" | "withdraw" | "publish", Act<[PactStep], unknown>> & {
    approve: Act<[PactStep & { carryOver: string[] }], unknown>;
  };
}

/** Where an unpublished version stands: what is in its way, who has approved it, and the next step. */
export function PactSteps(props: PactStepsProps) {
  const { pact, version, agent, state, editedBy, live, comparing, submitEvidence } = props;
  const given = props.approvals.filter(({ counts }) => counts).map(({ member }) => member.name);
  return (
    <section aria-label={`Version ${version}, next step`} className="no-print mb-6 border-y border-ink py-4 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="min-w-0 max-w-measure">
          <p className="font-medium">
            Version {version} is {state === "draft" ? "a draft" : "in review"}, last written by {editedBy.name}
          </p>
          <WhoApproves {...props} />
          {live === null || comparing ? null : (
            <Link className="mt-1 inline-block" href={`/pacts/${pact}/compare?from=${live}&to=${version}`}>
              See what it changes from version {live}
            </Link>
          )}
        </div>
        <Buttons {...props} given={given.length} />
      </div>
      <PactChecks {...props} given={given} evidence={{ agent, pact, submit: submitEvidence }} />
    </section>
  );
}

/** Who may not approve, and why. */
function WhoApproves({ state, editedBy, reader, may, approvals, needed }: PactStepsProps) {
  if (state === "draft" || needed === 0) return null;
  if (approvals.some(({ member }) => member.id === reader.id))
    return <p className="mt-1 text-ink-2">You have approved it.</p>;
  if (editedBy.id === reader.id)
    return (
      <p className="mt-1 text-ink-2">You wrote it last, so you cannot approve it: another approver or owner must.</p>
    );
  if (!may.approve)
    return <p className="mt-1 text-ink-2">It waits for an approver or an owner; your role is {reader.role}.</p>;
  return null;
}

function Buttons(props: PactStepsProps & { given: number }) {
  const { pact, hash, version, state, may, acts, needed, given, reader, editedBy, approvals } = props;
  const submit = useAct(acts.submit, { said: `Version ${version} submitted for review` });
  const approve = useAct(acts.approve, { said: `Version ${version} approved` });
  const withdraw = useAct(acts.withdraw, { said: `Version ${version} taken back` });
  const [carryOver, setCarryOver] = useState<readonly string[]>([]);
  const refusal = submit.refusal ?? approve.refusal ?? withdraw.refusal;
  const step = { pact, hash };
  const reviewed = state === "in_review";
  const canApprove =
    reviewed && may.approve && editedBy.id !== reader.id && !approvals.some(({ member }) => member.id === reader.id);
  const canPublish = may.publish && (reviewed ? given >= needed : needed === 0);
  const onApprove = () => approve.run({ ...step, carryOver: [...carryOver] });
  useShortcut("a", "Approve this version", onApprove, canApprove);
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap gap-2">
        {reviewed && may.write ? (
          <Button variant="bare" busy={withdraw.pending} onClick={() => withdraw.run(step)}>
            Withdraw
          </Button>
        ) : null}
        {!reviewed && may.write && needed > 0 ? (
          <Button variant="primary" busy={submit.pending} onClick={() => submit.run(step)}>
            {submit.pending ? "Recording…" : "Submit for review"}
          </Button>
        ) : null}
        {canApprove ? (
          <Button variant={canPublish ? "plain" : "primary"} shortcut="A" busy={approve.pending} onClick={onApprove}>
            {approve.pending ? "Recording…" : "Approve"}
          </Button>
        ) : null}
        {canPublish ? <Publish {...props} /> : null}
      </div>
      {canApprove ? <CarryOver clauses={props.reworded} chosen={carryOver} onChange={setCarryOver} /> : null}
      <Refused refusal={refusal} />
    </div>
  );
}

interface CarryOverProps {
  clauses: PactStepsProps["reworded"];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** The approver's word, on the record, that the evidence of a clause counts on: only its wording changed. */
function CarryOver({ clauses, chosen, onChange }: CarryOverProps) {
  if (clauses.length === 0) return null;
  return (
    <fieldset className="mt-3 max-w-measure">
      <legend className="text-ink-2">Only the wording changed; with your approval its evidence may count on:</legend>
      {clauses.map(({ key, title }) => (
        <Checkbox
          key={key}
          label={<em>{title}</em>}
          checked={chosen.includes(key)}
          onCheckedChange={(on) => onChange(on ? [...chosen, key] : chosen.filter((other) => other !== key))}
        />
      ))}
    </fieldset>
  );
}

function Quoted({ titles }: { titles: readonly string[] }) {
  return titles.map((title, index) => (
    <span key={title}>
      {index === 0 ? "" : index === titles.length - 1 ? " and " : ", "}
      <em>{title}</em>
    </span>
  ));
}

function Publish({ pact, hash, version, live, missing, acts }: PactStepsProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const publish = useAct(acts.publish, {
    said: `Version ${version} published`,
    after: () => {
      setOpen(false);
      router.replace(`/pacts/${pact}`);
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Publish</Button>}
      title={`Publish version ${version}?`}
      description={
        <>
          <p>
            It decides from the next request on{live === null ? "" : `, in place of version ${live}`}. It cannot be
            unpublished; a further version can take its place.
          </p>
          {missing.length > 0 ? (
            <p className="mt-2">
              These clauses start without evidence, and their consequence for <i>missing</i> acts at once:{" "}
              <Quoted titles={missing.map(({ title }) => title)} />.
            </p>
          ) : (
            <p className="mt-2">No clause loses its evidence by it.</p>
          )}
        </>
      }
    >
      <Refused refusal={publish.refusal} />
      <div className="mt-4 flex justify-end gap-2">
        <ConfirmCancel />
        <Button variant="primary" busy={publish.pending} onClick={() => publish.run({ pact, hash })}>
          {publish.pending ? "Recording…" : `Publish version ${version}`}
        </Button>
      </div>
    </ConfirmDialog>
  );
}
