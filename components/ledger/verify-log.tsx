"use client";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { useEffect, useState } from "react";
import { When } from "@/components/trust/when";
import { count } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import { readCheckpoint } from "@/lib/domain/checkpoint";
import { tilePath } from "@/lib/domain/tile";
import { verifyLog } from "@/lib/domain/verify-log";

/** What this browser verified last of a log: the next time the log must extend it. */
interface Kept {
  size: number;
  root: string;
  at: string;
  key: string;
}

const nameOf = (slug: string) => `surety.ledger.${slug}`;

export function readKept(slug: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(nameOf(slug)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

async function fetched(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

type State =
  | { is: "idle"; kept: Kept | null }
  | { is: "running"; done: number; of: number }
  | { is: "failed"; why: string };

/** Recomputes the whole log in this browser from its tiles, and holds it against the signed head and against what this browser saw before. */
export function VerifyLog({ slug }: { slug: string }) {
  const [state, setState] = useState<State>({ is: "idle", kept: null });
  useEffect(() => setState({ is: "idle", kept: readKept(slug) }), [slug]);
  const verify = async () => {
    const log = `/api/v1/ledger/${encodeURIComponent(slug)}`;
    setState({ is: "running", done: 0, of: 0 });
    try {
      const [checkpoint, key] = await Promise.all(
        ["checkpoint", "key"].map(async (name) => (await fetched(`${log}/${name}`)).text()),
      );
      // Another log under the same slug: a fresh installation at the same address.
      const { origin } = readCheckpoint(checkpoint as string);
      const before = readKept(slug);
      const kept = before?.key.startsWith(`${origin}+`) ? before : null;
      const { size, root } = await verifyLog(
        {
          checkpoint: checkpoint as string,
          keys: [kept?.key ?? (key as string).trim()],
          read: async (tile) => new Uint8Array(await (await fetched(`${log}/tile/${tilePath(tile)}`)).arrayBuffer()),
        },
        {
          seen: kept && { size: kept.size, root: hexToBytes(kept.root) },
          progress: (done, of) => setState({ is: "running", done, of }),
        },
      );
      const next = { size, root: bytesToHex(root), at: new Date().toISOString(), key: (key as string).trim() };
      localStorage.setItem(nameOf(slug), JSON.stringify(next));
      setState({ is: "idle", kept: next });
    } catch (error) {
      setState({ is: "failed", why: (error as Error).message });
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button onClick={verify} busy={state.is === "running"}>
        Verify in this browser
      </Button>
      <Told state={state} />
    </div>
  );
}

function Told({ state }: { state: State }) {
  if (state.is === "running")
    return (
      <span role="status" className="flex items-center gap-3 text-sm text-ink-2">
        <progress className="ledger-progress" aria-label="Verified so far" value={state.done} max={state.of || 1} />
        {state.of > 0 ? `${count(state.done)} of ${count(state.of)} entries` : "Reading the signed head…"}
      </span>
    );
  if (state.is === "failed")
    return (
      <p role="alert" className="text-sm text-block">
        ■ The ledger does not verify: {state.why}. Keep this page, and ask whoever runs it.
      </p>
    );
  return (
    <span role="status" className="text-sm text-ink-2">
      {state.kept ? (
        <>
          <span className="text-met">●</span> Verified to <span className="mono">#{count(state.kept.size - 1)}</span>,{" "}
          <When at={state.kept.at} />, every leaf and the root, in this browser.
        </>
      ) : (
        "Not verified in this browser yet."
      )}
    </span>
  );
}
