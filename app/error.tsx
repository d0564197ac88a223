"use client";
import { useEffect } from "react";
import { useAbsence } from "@/components/shell/away-banner";
import { Trouble } from "@/components/shell/trouble";
import { Button, ButtonLink } from "@/components/ui/button";

/** A page that could not be drawn: what happened, how to go on, and the number that finds it in the log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const away = useAbsence()?.state === "away";
  return (
    <Trouble
      title={away ? "The database is away." : "This page could not be drawn."}
      happened={
        away
          ? "This page is read from it. Agents are answered meanwhile, from the last known good and by the risk of what they ask for."
          : "The server failed while it was reading what this page shows. Nothing was changed by it, and agents' decisions do not depend on it."
      }
      fix={
        away
          ? "Try again in a moment. Whoever runs this installation sees why it is away in the log."
          : "Try again. If it stays, give the request id below to whoever runs this installation: it finds the cause in the log."
      }
      requestId={error.digest}
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <ButtonLink href="/">Go to the overview</ButtonLink>
        </>
      }
    />
  );
}
