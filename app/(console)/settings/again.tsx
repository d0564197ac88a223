"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/border/action";
import { FormProblem } from "./parts";
import { useVerb } from "./use-verb";

/** When a message that was just sent has probably been tried, ms after. */
const LOOKS = [1_200, 3_000, 8_000];

/** Shows what comes of a message that is on its way: the page is read again a few times. */
function useLooking(): () => void {
  const router = useRouter();
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  return () => {
    timers.current.forEach(clearTimeout);
    timers.current = LOOKS.map((wait) => setTimeout(() => router.refresh(), wait));
  };
}

interface Props {
  perform(form: FormData): Promise<ActionResult<unknown>>;
  /** What has happened, without a full stop. */
  said: string;
  label: string;
  /** What is sent, for whoever does not see the row. */
  of?: string;
  fields?: Record<string, string>;
  variant?: "plain" | "bare" | "primary";
}

/** A button that sends something, and shows what came of it. */
export function SendButton({ perform, said, label, of, fields = {}, variant = "bare" }: Props) {
  const look = useLooking();
  const { submit, busy, problem } = useVerb(perform, said, look);
  return (
    <form onSubmit={submit} className="inline-flex flex-col items-end gap-2">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button
        type="submit"
        size={variant === "bare" ? "small" : "regular"}
        variant={variant}
        busy={busy}
        aria-label={of ? `${label}: ${of}` : undefined}
      >
        {label}
      </Button>
      <FormProblem problem={problem} />
    </form>
  );
}
