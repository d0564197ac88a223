"use client";
import { hexToBytes } from "@noble/hashes/utils.js";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { parseVerifierKey } from "@/lib/domain/note";
import { verifyFile } from "@/lib/domain/verify";
import type { Reader } from "@/lib/domain/verify-parts";
import { sayVerified } from "@/lib/domain/verify-words";
import { readKept } from "./verify-log";

type State = { is: "idle" } | { is: "busy" } | { is: "holds" | "foreign" | "fails"; words: string };

/** What this browser knows of the log: the key and the head that it verified last. */
function readerOf(slug: string): Reader {
  const kept = readKept(slug);
  if (!kept) return {};
  const seen = (origin: string) =>
    kept.key.startsWith(`${origin}+`) ? { size: kept.size, root: hexToBytes(kept.root) } : null;
  return { pinned: [parseVerifierKey(kept.key)], seen };
}

/** The name of this page's log, as its key begins with it. */
async function originOf(slug: string): Promise<string> {
  const response = await fetch(`/api/v1/ledger/${encodeURIComponent(slug)}/key`);
  if (!response.ok) throw new Error(`the log's key was not given (${response.status}): try again`);
  return (await response.text()).split("+")[0] ?? "";
}

async function verdictOf(file: File, slug: string): Promise<State> {
  const text = await file.text();
  // What is said meanwhile is painted first: hashing keeps the page from it.
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  try {
    const verified = verifyFile(text, readerOf(slug));
    const own = verified.checkpoint.origin === (await originOf(slug));
    return { is: own ? "holds" : "foreign", words: sayVerified(verified) };
  } catch (error) {
    return { is: "fails", words: (error as Error).message };
  }
}

/** Verifies a bundle, a receipt or a kept report in this browser: it is not sent anywhere. */
export function VerifyFile({ slug }: { slug: string }) {
  const [state, setState] = useState<State>({ is: "idle" });
  const verify = async (file: File | undefined) => {
    if (!file) return setState({ is: "idle" });
    setState({ is: "busy" });
    setState(await verdictOf(file, slug));
  };
  return (
    <Popover trigger={<Button>Verify a file</Button>} title="Verify a file" align="end">
      <div className="grid gap-3">
        <p className="text-ink-2">
          An export, a receipt, a report’s bundle, or a report that was kept as one file. It is read in this browser and
          sent nowhere.
        </p>
        <Field label="File" name="file">
          <Input
            type="file"
            name="file"
            accept=".json,.html"
            onChange={(event) => void verify(event.currentTarget.files?.[0])}
          />
        </Field>
        <Told state={state} />
      </div>
    </Popover>
  );
}

function Told({ state }: { state: State }) {
  if (state.is === "idle") return null;
  if (state.is === "busy") return <p role="status">Verifying…</p>;
  if (state.is === "fails")
    return (
      <p role="alert" className="wrap-anywhere text-block">
        ■ It does not hold: {state.words}
      </p>
    );
  return (
    <p role="status" className="wrap-anywhere">
      {state.is === "holds" ? (
        <>
          <span className="text-met">●</span> It holds:
        </>
      ) : (
        <span className="text-review">◆ It holds, but it is of another log than this one:</span>
      )}{" "}
      {state.words}.
    </p>
  );
}
