import type { ReactNode } from "react";
import { Problem } from "@/components/ui/page-parts";
import { Refused } from "./fetch-json";

/** What a screen that lives could not read, in the server's words, beside what it still shows. */
export function Failure({ error, title, action }: { error: Error; title: string; action?: ReactNode }) {
  const refused = error instanceof Refused ? error : null;
  return (
    <Problem title={title} requestId={refused?.requestId ?? undefined}>
      {refused ? error.message : "The answer could not be understood. Load the page again."}
      {action ? <p className="mt-2">{action}</p> : null}
    </Problem>
  );
}
