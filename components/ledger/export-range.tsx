"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { readKept } from "./verify-log";

/**
 * A range of the ledger as one file with its proofs; the browser asks for it as a plain form would. It shows that the log
 * extends what this browser verified before.
 * @param size how many entries are signed
 */
export function ExportRange({ size, slug }: { size: number; slug: string }) {
  const [since, setSince] = useState<number>();
  const look = (open: boolean) => {
    const seen = open ? readKept(slug)?.size : undefined;
    setSince(seen !== undefined && seen <= size ? seen : undefined);
  };
  return (
    <Popover trigger={<Button>Export with proofs</Button>} title="Export with proofs" align="end" onOpenChange={look}>
      <form action="/api/v1/ledger/bundle" method="get" className="grid gap-3">
        <p className="text-ink-2">
          Entries with their facts, the proof that they stand in the ledger, and its signed head: one file that anybody
          checks without us.
        </p>
        {since === undefined ? null : <input type="hidden" name="since" value={since} />}
        <div className="grid grid-cols-2 gap-3">
          <Field label="From number" name="from">
            <Input type="number" name="from" min={0} max={size - 1} defaultValue={Math.max(0, size - 1000)} />
          </Field>
          <Field label="To, not included" name="to">
            <Input type="number" name="to" min={1} max={size} defaultValue={size} />
          </Field>
        </div>
        <Button type="submit" variant="primary">
          Download
        </Button>
        <p className="label">
          <a href="/reference/verify">How to verify it, also with tools that are not ours</a>
        </p>
      </form>
    </Popover>
  );
}
