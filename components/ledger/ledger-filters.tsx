"use client";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { FilterChip } from "@/components/ui/choices";
import { Field, Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { type LedgerSearch, ledgerAddress } from "./search";

const LABELS = { subject: "Subject is", kind: "Kind is", by: "By", from: "From", to: "To" } as const;

/** What the list is narrowed to, each to be taken away, and the way to narrow it further. @param actorName of `state.by` */
export function LedgerFilters({ state, actorName }: { state: LedgerSearch; actorName?: string }) {
  const { entry: _, before: __, ...filter } = state;
  const chosen = (Object.keys(LABELS) as (keyof typeof LABELS)[]).filter((name) => filter[name] !== undefined);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      {chosen.map((name) => (
        <FilterChip
          key={name}
          label={LABELS[name]}
          value={name === "by" ? (actorName ?? String(filter.by)) : String(filter[name])}
          removeHref={ledgerAddress({ ...filter, [name]: undefined })}
        />
      ))}
      <AddFilter filter={filter} />
    </div>
  );
}

function AddFilter({ filter }: { filter: Partial<LedgerSearch> }) {
  const router = useRouter();
  const narrow = (form: FormData) => {
    const given = (name: string) => String(form.get(name) ?? "").trim() || undefined;
    const next = { subject: given("subject"), kind: given("kind"), from: given("from"), to: given("to") };
    router.push(ledgerAddress({ ...filter, ...next }), { scroll: false });
  };
  return (
    <Popover trigger={<Button size="small">Filter</Button>} title="Show only entries">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          narrow(new FormData(event.currentTarget));
        }}
      >
        <Field label="About this subject" name="subject">
          <Input name="subject" placeholder="pact/refunds" defaultValue={filter.subject} />
        </Field>
        <Field label="Of this kind" name="kind">
          <Input name="kind" placeholder="override.approved" defaultValue={filter.kind} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="From day (UTC)" name="from">
            <Input type="date" name="from" defaultValue={filter.from} />
          </Field>
          <Field label="To day (UTC)" name="to">
            <Input type="date" name="to" defaultValue={filter.to} />
          </Field>
        </div>
        <Button type="submit" variant="primary">
          Show
        </Button>
      </form>
    </Popover>
  );
}
