"use client";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/choices";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { EVENT_KINDS } from "@/lib/domain/event-kinds";
import type { WebhookFormat } from "@/lib/domain/webhook";
import { makeWebhook, saveWebhook } from "../actions";
import { CheckList, FormProblem, ShownOnce, VerbButton, type VerbProblem } from "../parts";
import { useVerb } from "../use-verb";
import { FORMAT_NAMES } from "./words";

const KINDS = Object.entries(EVENT_KINDS).map(([value, { when }]) => ({
  value,
  label: (
    <span className="min-w-0 whitespace-normal">
      <span className="mono">{value}</span> <span className="label">{when}</span>
    </span>
  ),
}));
const SHOWN = ["url", "description", "format", "events"];
const URGENT = Object.entries(EVENT_KINDS).flatMap(([kind, { urgent }]) => (urgent ? [kind] : []));

export interface ShownWebhook {
  id: string;
  url: string;
  description: string | null;
  format: WebhookFormat;
  events: readonly string[];
}

export const SigningSecret = ({ secret }: { secret: string }) => (
  <ShownOnce what="signing secret" secret={secret} kept="messages are signed with it, and it is never shown again." />
);

/** Asks where to and what of, then shows the secret, once. */
export function NewWebhook() {
  return (
    <Dialog trigger={<Button variant="primary">New webhook</Button>} title="New webhook" width={640}>
      <NewForm />
    </Dialog>
  );
}

function NewForm() {
  const [format, setFormat] = useState<WebhookFormat>("standard");
  const { submit, busy, problem, result } = useVerb(makeWebhook, "Webhook added");
  if (result)
    return (
      <>
        {result.secret === null ? (
          <p className="text-sm">Slack is told from now on. Send a ping to see it arrive.</p>
        ) : (
          <SigningSecret secret={result.secret} />
        )}
        <DialogActions cancel="Done">{null}</DialogActions>
      </>
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={SHOWN} />
      <Segmented
        label="Format"
        value={format}
        onChange={setFormat}
        options={(Object.keys(FORMAT_NAMES) as WebhookFormat[]).map((value) => ({ value, label: FORMAT_NAMES[value] }))}
      />
      <input type="hidden" name="format" value={format} />
      <Fields format={format} problem={problem} />
      <DialogActions>
        <VerbButton busy={busy}>Add webhook</VerbButton>
      </DialogActions>
    </form>
  );
}

/** Address, words and kinds of one that is there already; Slack's address stays unless another is typed. */
export function ChangeWebhook({ webhook }: { webhook: ShownWebhook }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen} trigger={<Button>Change</Button>} title="Change webhook" width={640}>
      <ChangeForm webhook={webhook} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function ChangeForm({ webhook, onDone }: { webhook: ShownWebhook; onDone: () => void }) {
  const { submit, busy, problem } = useVerb(saveWebhook, "Webhook changed", onDone);
  const { id, format } = webhook;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={SHOWN} />
      <input type="hidden" name="id" value={id} />
      {format === "slack" ? null : (
        <Field label="Format" name="format" error={problemAt(problem?.errors, "format")}>
          <Select
            options={[
              { value: "standard", label: FORMAT_NAMES.standard },
              { value: "cloudevents", label: FORMAT_NAMES.cloudevents },
            ]}
            defaultValue={format}
          />
        </Field>
      )}
      <Fields format={format} problem={problem} webhook={webhook} />
      <DialogActions>
        <VerbButton busy={busy}>Save webhook</VerbButton>
      </DialogActions>
    </form>
  );
}

interface FieldsProps {
  format: WebhookFormat;
  problem: VerbProblem | null;
  webhook?: ShownWebhook;
}

function Fields({ format, problem, webhook }: FieldsProps): ReactNode {
  const slack = format === "slack";
  const placeholder = slack ? "https://hooks.slack.com/services/…" : "https://ops.example/surety";
  const kept = slack && webhook ? "Kept as it is, unless you type another." : null;
  const help = slack
    ? "Of an incoming webhook of your Slack app. It opens the channel, so it is never shown again."
    : null;
  return (
    <>
      <Field label="Address" name="url" help={kept ?? help} error={problemAt(problem?.errors, "url")}>
        <Input
          type="url"
          placeholder={placeholder}
          defaultValue={slack ? "" : webhook?.url}
          required={!kept}
          autoComplete="off"
        />
      </Field>
      <Field label="What it is" name="description" aside="optional" error={problemAt(problem?.errors, "description")}>
        <Input defaultValue={webhook?.description ?? ""} placeholder={slack ? "#trust-desk" : "The pager"} />
      </Field>
      <Kinds problem={problem} chosen={webhook?.events ?? (slack ? URGENT : ["*"])} key={format} />
    </>
  );
}

function Kinds({ problem, chosen }: { problem: VerbProblem | null; chosen: readonly string[] }) {
  const [which, setWhich] = useState<"all" | "some">(chosen.includes("*") ? "all" : "some");
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label="Told of"
        value={which}
        onChange={setWhich}
        options={[
          { value: "all", label: "Everything that happens" },
          { value: "some", label: "These kinds" },
        ]}
      />
      {which === "all" ? (
        <input type="hidden" name="events" value="*" />
      ) : (
        <CheckList
          legend="Kinds of events"
          name="events"
          columns={1}
          options={KINDS}
          chosen={chosen.includes("*") ? URGENT : chosen}
          problem={problem}
        />
      )}
    </div>
  );
}
