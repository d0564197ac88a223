"use client";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import type { FieldProblem } from "@/components/ui/field";
import { Problem } from "@/components/ui/page-parts";

export interface VerbProblem {
  title: string;
  detail: string;
  errors: FieldProblem[];
  requestId: string | null;
}

/** What is wrong with the form as a whole: what no field beside it says. `shown` are the paths that fields show. */
export function FormProblem({ problem, shown = [] }: { problem: VerbProblem | null; shown?: readonly string[] }) {
  if (!problem) return null;
  const rest = problem.errors.filter(({ path }) => !shown.includes(path));
  if (problem.errors.length > 0 && rest.length === 0) return null;
  return (
    <Problem title={problem.title} requestId={problem.requestId ?? undefined}>
      {rest.length === 0 ? problem.detail : rest.map(({ path, message }) => <p key={path}>{`${path}: ${message}`}</p>)}
    </Problem>
  );
}

/** Submits a `useVerb` form; says that it records while it does. */
export function VerbButton({ busy, children, variant = "primary", ...rest }: ButtonProps & { busy: boolean }) {
  return (
    <Button {...rest} type="submit" variant={variant} busy={busy}>
      {busy ? "Recording…" : children}
    </Button>
  );
}

/** Several of a list, ticked. */
export function CheckList({
  legend,
  name,
  options,
  chosen = [],
  help,
  problem,
  columns = 2,
}: {
  legend: string;
  name: string;
  options: readonly { value: string; label: ReactNode }[];
  chosen?: readonly string[];
  help?: string;
  problem?: VerbProblem | null;
  /** On a screen with room. */
  columns?: 1 | 2;
}) {
  const error = (problem?.errors ?? []).filter(({ path }) => path === name || path.startsWith(`${name}.`));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs text-ink-2">{legend}</legend>
      <div className={cn("grid max-h-48 gap-x-4 overflow-y-auto", columns === 2 && "sm:grid-cols-2")}>
        {options.map(({ value, label }) => (
          <Checkbox key={value} name={name} value={value} label={label} defaultChecked={chosen.includes(value)} />
        ))}
      </div>
      {help ? <p className="label mt-1">{help}</p> : null}
      {error.map(({ path, message }) => (
        <p key={path} role="alert" className="mt-1 text-xs font-medium text-block">
          {message}
        </p>
      ))}
    </fieldset>
  );
}

/** A secret that is shown this once, and how to use it. */
export function ShownOnce({
  what,
  secret,
  curl,
  kept = "only its hash is kept, so nobody can show it again.",
}: {
  what: string;
  secret: string;
  curl?: string;
  /** What is kept of it, and that it is not shown again. */
  kept?: string;
}) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        Copy the {what} now: {kept}
      </p>
      <div className="code flex items-start justify-between gap-3">
        <output aria-label={what}>{secret}</output>
        <CopyButton text={secret} what={what} />
      </div>
      {curl ? (
        <>
          <p className="label">Try it</p>
          <div className="code flex items-start justify-between gap-3">
            <code>{curl}</code>
            <CopyButton text={curl} what="command" />
          </div>
        </>
      ) : null}
    </div>
  );
}
