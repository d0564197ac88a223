import type { ReactNode } from "react";
import { Id } from "@/components/trust/hash";

export interface TroubleProps {
  /** One sentence: what the reader is looking at. */
  title: string;
  /** What happened, and what did not. */
  happened: string;
  /** What to do now. */
  fix: string;
  requestId?: string;
  actions?: ReactNode;
}

/** An error as a page: title, what happened, how to fix it, request id, and a way out. */
export function Trouble({ title, happened, fix, requestId, actions }: TroubleProps) {
  return (
    <main id="main" className="main mx-auto max-w-document">
      <h1 className="sentence mt-12 max-sm:mt-4">{title}</h1>
      <p className="lede mt-3">{happened}</p>
      <p className="lede mt-2">{fix}</p>
      {requestId ? (
        <p className="label mt-4 flex items-center gap-2">
          Request id <Id value={requestId} what="request id" />
        </p>
      ) : null}
      {actions ? <div className="mt-6 flex flex-wrap gap-2">{actions}</div> : null}
    </main>
  );
}
