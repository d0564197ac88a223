"use client";
import { When } from "@/components/trust/when";
import { type Act, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Table, Td, Th } from "@/components/ui/table";

interface Subscriber {
  id: string;
  audience: string;
  kind: "email" | "webhook";
  address: string;
  state: "waiting" | "active" | "ended";
  at: string;
  problem: string | null;
}

type Remove = Act<[{ id: string }], unknown>;

const STATES = {
  email: { waiting: "not confirmed", active: "told", ended: "ended" },
  webhook: { waiting: "its ping has not arrived", active: "told", ended: "ended" },
} as const;

/** Readers who asked to be told when the report changes; an author may remove each. */
export function Subscribers({ subscribers, act }: { subscribers: readonly Subscriber[]; act?: Remove }) {
  return (
    <Table caption="Who is told when the report changes" stack>
      <thead>
        <tr>
          <Th>Address</Th>
          <Th>Of</Th>
          <Th>State</Th>
          <Th>Since</Th>
          {act ? <Th unseen>Acts</Th> : null}
        </tr>
      </thead>
      <tbody>
        {subscribers.map(({ id, audience, kind, address, state, at, problem }) => (
          <tr key={id}>
            <Td label="Address" className="wrap-anywhere">
              {address}
            </Td>
            <Td label="Of">{audience}</Td>
            <Td label="State">
              {STATES[kind][state]}
              {problem && state !== "ended" ? <span className="label"> {problem}</span> : null}
            </Td>
            <Td label="Since">
              <When at={at} />
            </Td>
            {act ? (
              <Td className="text-right">{state === "ended" ? null : <Tell id={id} address={address} act={act} />}</Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Tell({ id, address, act }: { id: string; address: string; act: Remove }) {
  const { run, pending } = useAct(act, { said: `${address} is told no more` });
  return (
    <Button size="small" busy={pending} aria-label={`Tell ${address} no more`} onClick={() => run({ id })}>
      Remove
    </Button>
  );
}
