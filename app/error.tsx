"use client";
import { useEffect } from "react";
import { Trouble } from "@/components/shell/trouble";
import { Button, ButtonLink } from "@/components/ui/button";

/** A page that could not be drawn: what happened, how to go on, and the number that finds it in the log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <Trouble
      title="This page could not be drawn."
      happened="The server failed while it was reading what this page shows. Nothing was changed by it, and agents' decisions do not depend on it."
      fix="Try again. If it stays, give the request id below to whoever runs this installation: it finds the cause in the log."
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
