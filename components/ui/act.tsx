"use client";
import { unstable_rethrow } from "next/navigation";
import { createContext, type ReactNode, useContext, useRef, useState, useTransition } from "react";
import { Button, type ButtonProps } from "./button";
import { type FieldProblem, problemAt } from "./field";
import { Problem } from "./page-parts";
import { toast } from "./toast";

/** What a server action refuses with. */
export interface Refusal {
  title: string;
  detail: string;
  /** Machine-readable: `stale_base`. */
  code?: string;
  errors: FieldProblem[];
  requestId: string | null;
}

/** A server action: what was done, with its number in the ledger (null: nothing was written), or why not. */
export type Act<A extends unknown[], T> = (
  ...args: A
) => Promise<{ ok: true; result: T; ledger: number | null } | { ok: false; error: Refusal }>;

const UNANSWERED: Refusal = {
  title: "The server did not answer",
  detail: "Perhaps nothing was changed. Look at the page again before you repeat it.",
  errors: [],
  requestId: null,
};

export interface ActOptions<T> {
  /** What has happened, for the toast: "Version 3 published". */
  said: string | ((result: T) => string);
  /** Once it is done: close a dialog, go somewhere. */
  after?: (result: T) => void;
}

/** Runs a server action: busy meanwhile, a toast with its ledger number afterwards, or the refusal to show. */
export function useAct<A extends unknown[], T>(act: Act<A, T>, { said, after }: ActOptions<T>) {
  const [pending, start] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const answerOf = async (args: A) => {
    try {
      return await act(...args);
    } catch (error) {
      unstable_rethrow(error); // a redirect to the sign-in page is thrown
      return { ok: false as const, error: UNANSWERED };
    }
  };
  const run = (...args: A) =>
    start(async () => {
      const answer = await answerOf(args);
      setRefusal(answer.ok ? null : answer.error);
      if (!answer.ok) return;
      const { result, ledger } = answer;
      const receipt = ledger === null ? {} : { ledgerNumber: ledger, ledgerHref: `/ledger?entry=${ledger}` };
      toast({ title: typeof said === "string" ? said : said(result), ...receipt });
      after?.(result);
    });
  return { run, pending, refusal, clear: () => setRefusal(null) };
}

const Pending = createContext(false);

/** The button of an `ActForm`: never pre-disabled; "Recording…" while the action runs. */
export function ActButton({ busyLabel = "Recording…", variant = "primary", children, ...rest }: ActButtonProps) {
  const pending = useContext(Pending);
  return (
    <Button {...rest} variant={variant} type="submit" busy={pending}>
      {pending ? busyLabel : children}
    </Button>
  );
}
type ActButtonProps = ButtonProps & { busyLabel?: string };

export interface ActFormProps<I, T> extends ActOptions<T> {
  act: Act<[I], T>;
  /** The action's argument, from the form's fields. */
  input: (form: FormData) => I;
  /** Paths that stand beside a field of this form; what is wrong elsewhere is listed above the buttons. */
  fields?: readonly string[];
  className?: string;
  children: (error: (path: string) => string | undefined) => ReactNode;
}

/**
 * A form around a server action. What was typed stays when it is refused; errors stand beside their fields and the first
 * of them takes the focus.
 */
export function ActForm<I, T>({ act, input, fields = [], className, children, ...options }: ActFormProps<I, T>) {
  const { run, pending, refusal } = useAct(act, options);
  const form = useRef<HTMLFormElement>(null);
  const told = useRef<Refusal | null>(null);
  if (refusal !== told.current) {
    told.current = refusal;
    if (refusal)
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[data-invalid]:not(div)")?.focus());
  }
  return (
    <form
      ref={form}
      noValidate
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) run(input(new FormData(event.currentTarget)));
      }}
    >
      <Pending value={pending}>
        {children((path) => problemAt(refusal?.errors, path))}
        <Refused refusal={refusal} fields={fields} />
      </Pending>
    </form>
  );
}

/** What was refused, apart from what stands beside fields. */
export function Refused({ refusal, fields = [] }: { refusal: Refusal | null; fields?: readonly string[] }) {
  if (!refusal) return null;
  const others = refusal.errors.filter(({ path }) => !fields.includes(path));
  if (refusal.errors.length > 0 && others.length === 0) return null;
  return (
    <div className="mt-4">
      <Problem title={refusal.title} requestId={refusal.requestId ?? undefined}>
        {others.length === 0 ? refusal.detail : null}
        {others.length > 0 ? (
          <ul>
            {others.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                {path ? <span className="mono">{path}</span> : null} {message}
              </li>
            ))}
          </ul>
        ) : null}
      </Problem>
    </div>
  );
}
