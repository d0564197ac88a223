"use client";
import { useState } from "react";
import { When } from "@/components/trust/when";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Tag } from "@/components/ui/page-parts";
import { Select } from "@/components/ui/select";
import type { Level } from "@/lib/domain/pact";

export interface Incident {
  id: string;
  severity: Level;
  title: string;
  openedAt: string;
}

export type OpenIncident = Act<[{ agent: string; severity: Level; title: string; detail?: string }], unknown>;
export type ResolveIncident = Act<[{ id: string; status: "resolved"; note: string }], unknown>;

const SEVERITIES: readonly { value: Level; label: string }[] = [
  { value: "low", label: "low" },
  { value: "medium", label: "medium" },
  { value: "high", label: "high" },
  { value: "critical", label: "critical" },
];

/** Opens an incident: clauses that name one of its severity act from the next decision on. */
export function NewIncident({ agent, act }: { agent: string; act: OpenIncident }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Open incident</Button>}
      title={`Open an incident of ${agent}`}
      description="Clauses that name incidents of its severity act from the next decision on, until a person resolves it."
    >
      <ActForm
        act={act}
        said="Incident opened"
        after={() => setOpen(false)}
        fields={["severity", "title", "detail"]}
        input={(form) => ({
          agent,
          severity: form.get("severity") as Level,
          title: asText(form.get("title")) ?? "",
          detail: asText(form.get("detail")),
        })}
      >
        {(error) => (
          <div className="flex flex-col gap-4">
            <Field label="Severity" name="severity" error={error("severity")}>
              <Select name="severity" defaultValue="high" options={SEVERITIES} />
            </Field>
            <Field label="Title" name="title" error={error("title")}>
              <Input name="title" />
            </Field>
            <Field label="What is known" aside="optional" name="detail" error={error("detail")}>
              <Textarea name="detail" rows={4} />
            </Field>
            <DialogActions>
              <ActButton>Open incident</ActButton>
            </DialogActions>
          </div>
        )}
      </ActForm>
    </Dialog>
  );
}

/** Open incidents, each with the word of a person that ends it. */
export function Incidents({
  incidents,
  mayResolve,
  act,
}: {
  incidents: readonly Incident[];
  mayResolve: boolean;
  act: ResolveIncident;
}) {
  return (
    <ul>
      {incidents.map((incident) => (
        <li
          key={incident.id}
          className="flex flex-wrap items-baseline justify-between gap-3 border-b border-line py-2 text-sm"
        >
          <span>
            {incident.title} <Tag>{incident.severity}</Tag>{" "}
            <span className="text-ink-3">
              open since <When at={incident.openedAt} />
            </span>
          </span>
          {mayResolve ? <Resolve incident={incident} act={act} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Resolve({ incident, act }: { incident: Incident; act: ResolveIncident }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Resolve</Button>}
      title="Resolve the incident?"
      description={incident.title}
    >
      <ActForm
        act={act}
        said="Incident resolved"
        after={() => setOpen(false)}
        fields={["note"]}
        input={(form) => ({ id: incident.id, status: "resolved" as const, note: asText(form.get("note")) ?? "" })}
      >
        {(error) => (
          <>
            <Field label="What ended it" name="note" error={error("note")}>
              <Textarea name="note" rows={3} />
            </Field>
            <DialogActions>
              <ActButton>Resolve</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}
