"use client";
import { type FormEvent, startTransition, useActionState } from "react";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/border/action";

type Answer<T> = ActionResult<T> | null;

/**
 * A form's action and what came of it: success is said with its ledger number, a refusal stays beside the form. The form
 * is submitted by hand: React empties the fields of a form whose `action` has run, also where it was refused.
 * @param said what has happened, as a sentence without its full stop
 */
export function useVerb<T>(
  perform: (form: FormData) => Promise<ActionResult<T>>,
  said: string,
  onDone?: (result: T) => void,
) {
  const [answer, dispatch, busy] = useActionState<Answer<T>, FormData>(async (_before, form) => {
    const next = await perform(form);
    if (next.ok) {
      const { recorded, ledger } = next;
      const number = ledger === null ? {} : { ledgerNumber: ledger, ledgerHref: `/ledger?entry=${ledger}` };
      toast({ title: recorded ? said : "Nothing to change: it is like that already", ...number });
      onDone?.(next.result);
    }
    return next;
  }, null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => dispatch(form));
  };
  return {
    submit,
    busy,
    result: answer?.ok ? answer.result : null,
    problem: answer && !answer.ok ? answer.error : null,
  };
}
