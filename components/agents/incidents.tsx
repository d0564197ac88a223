"use client";
import Link from "next/link";
import { useState } from "react";
import { When } from "@/components/trust/when";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { InstantInput } from "@/components/ui/instant";
import { Tag } from "@/components/ui/page-parts";
import { Select } from "@/components/ui/select";
import type { Level } from "@/lib/domain/pact";

export interface Incident {
  id: string;
  severity: Level;
  title: string;
  openedAt: string;
}

export type OpenIncident = Act<
  [{ agent: string; severity: Level; title: string; detail?: string; startedAt?: string }],
  unknown
>;
export type ResolveIncident = Act<[{ id: string; status: "resolved"; note: string }], unknown>;

const SEVERITIES: readonly { value: Level; label: string }[] = [
  { value: "low", label: "low" },
  { value: "medium", label: "medium" },
  { value: "high", label: "high" },
  { value: "critical", label: "critical" },
];

/** An `<input type="datetime-local">`, read as UTC. */
const instantOf = (written: string | undefined) => (written ? `${written}:00Z` : undefined);

/**
 * Opens an incident: clauses that name one of its severity act from the next decision on.
 * @param agent its slug, or the names of those to choose from, by slug
 */
export function NewIncident({ agent, act }: { agent: string | Readonly<Record<string, string>>; act: OpenIncident }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Open incident</Button>}
      title={typeof agent === "string" ? `Open an incident of ${agent}` : "Open an incident"}
      description="Clauses that name incidents of its severity act from the next decision on, until a person resolves it."
    >
      <ActForm
        act={act}
        said="Incident opened"
        after={() => setOpen(false)}
        fields={["agent", "severity", "title", "startedAt", "detail"]}
        input={(form) => ({
          agent: typeof agent === "string" ? agent : (asText(form.get("agent")) ?? ""),
          severity: form.get("severity") as Level,
          title: asText(form.get("title")) ?? "",
          detail: asText(form.get("detail")),
          startedAt: instantOf(asText(form.get("startedAt"))),
        })}
      >
        {(error) => (
          <div className="flex flex-col gap-4">
            {typeof agent === "string" ? null : (
              <Field label="Agent" name="agent" error={error("agent")}>
                <Select
                  name="agent"
                  placeholder="Choose an agent"
                  options={Object.entries(agent).map(([value, label]) => ({ value, label }))}
                />
              </Field>
            )}
            <Field label="Severity" name="severity" error={error("severity")}>
              <Select name="severity" defaultValue="high" options={SEVERITIES} />
            </Field>
            <Field label="Title" name="title" error={error("title")}>
              <Input name="title" />
            </Field>
            <Field
              label="Began (UTC)"
              aside="optional: exposure is counted from there"
              name="startedAt"
              error={error("startedAt")}
            >
              <InstantInput name="startedAt" />
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
            <Link href={`/incidents/${incident.id}`}>{incident.title}</Link> <Tag>{incident.severity}</Tag>{" "}
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

/** A person's word that it is over. */
export function Resolve({ incident, act }: { incident: Pick<Incident, "id" | "title">; act: ResolveIncident }) {
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
