import type { ReactNode } from "react";
import { absolute } from "@/components/trust/words";
import { sayAction } from "@/lib/domain/pact-words";
import { joined } from "@/lib/domain/text";

export interface Scope {
  agent: string;
  actions: readonly string[];
  where: string;
  /** Title of the clause; null: the pact's scope. */
  clause: string | null;
  triggers: readonly string[];
  when?: string | null;
  maxUses?: number | null;
  /** ms; absent while nothing is chosen */
  endsAt?: number | null;
}

/** What an override lets happen, as one sentence with its variables underlined. */
export function ScopeSentence({ agent, actions, where, clause, triggers, when, maxUses, endsAt }: Scope) {
  return (
    <>
      <b className="font-semibold">{agent || "…"}</b> may do{" "}
      <Given>{actions.length > 0 ? joined(actions.map(sayAction)) : "…"}</Given> in{" "}
      <b className="font-semibold">{where || "…"}</b> despite {clause === null ? "the pact’s scope" : <em>{clause}</em>}
      {clause === null ? null : (
        <>
          , {triggers.length > 1 ? "triggers" : "trigger"} <Given>{triggers.length > 0 ? joined(triggers) : "…"}</Given>
        </>
      )}
      {when ? (
        <>
          , when <code className="mono text-md">{when}</code>
        </>
      ) : null}
      {endsAt ? (
        <>
          , until <Given>{absolute(endsAt).replace(/:\d\d UTC$/, " UTC")}</Given>
        </>
      ) : null}
      {maxUses ? (
        <>
          , at most <Given>{maxUses === 1 ? "once" : `${maxUses} times`}</Given>
        </>
      ) : null}
      .
    </>
  );
}

function Given({ children }: { children: ReactNode }) {
  return <span className="underline decoration-line-strong decoration-1 underline-offset-[5px]">{children}</span>;
}
