"use client";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";

/** A range of the ledger as one file with its proofs; the browser asks for it as a plain form would. @param size how many entries are signed */
export function ExportRange({ size }: { size: number }) {
  return (
    <Popover trigger={<Button>Export with proofs</Button>} title="Export with proofs" align="end">
      <form action="/api/v1/ledger/bundle" method="get" className="grid gap-3">
        <p className="text-ink-2">
          Entries with their facts, the proof that they stand in the ledger, and its signed head: one file that anybody
          checks without us.
        </p>
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
