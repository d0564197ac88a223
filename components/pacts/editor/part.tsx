import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

interface PartProps {
  question: string;
  on: boolean;
  aside?: ReactNode;
  first?: boolean;
  children: ReactNode;
}

/** One of the five questions, marked once it is answered. */
export function Part({ question, on, aside, first = false, children }: PartProps) {
  return (
    <fieldset className="ed-part" data-first={first || undefined}>
      <legend className="ed-question">
        <i aria-hidden="true" className={cn("five", on && "on")} />
        {question}
        <span className="sr-only">{on ? " Answered." : " Open."}</span>
        {aside ? <span className="ed-aside">{aside}</span> : null}
      </legend>
      {children}
    </fieldset>
  );
}
