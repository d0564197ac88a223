"use client";
import { Button } from "@/components/ui/button";
import { readMoney, writeMoney } from "@/lib/domain/human";
import { DurationInput, TextInput } from "./fields";
import type { TermsPart } from "./form-types";
import { ParsedInput } from "./parsed-input";

/** Money that is held, and forfeited on a breach, clause by clause. */
export function SettlementPart({ written, set, problem }: TermsPart) {
  const { settlement, clauses = [] } = written;
  if (!settlement) {
    return (
      <Button
        size="small"
        variant="bare"
        onClick={() => set(["settlement"], { currency: "EUR", disputeWindow: "P7D", clauses: {} })}
      >
        Put money behind it
      </Button>
    );
  }
  const { currency } = settlement;
  const known = /^[A-Z]{3}$/.test(currency ?? "") ? currency : "EUR";
  const money = {
    write: (minor: number) => writeMoney(minor, known),
    read: (typed: string) => readMoney(typed, known),
    hint: "write an amount such as 2500.00",
  };
  const put = (key: string, name: "hold" | "penalty", value: number | undefined) => {
    const { [name]: _, ...rest } = (settlement.clauses?.[key] ?? {}) as { hold?: number; penalty?: number };
    const next = value === undefined ? rest : { ...rest, [name]: value };
    const { [key]: before, ...others } = settlement.clauses ?? {};
    set(["settlement"], { ...settlement, clauses: Object.keys(next).length > 0 ? { ...others, [key]: next } : others });
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="ed-grid">
        <TextInput
          label="Currency"
          value={currency}
          onValue={(next) => set(["settlement", "currency"], (next ?? "").toUpperCase())}
          error={problem("settlement.currency")}
        />
        <DurationInput
          label="Disputed within"
          value={settlement.disputeWindow}
          onValue={(next) => set(["settlement", "disputeWindow"], next ?? "")}
          error={problem("settlement.disputeWindow")}
        />
      </div>
      {clauses.map(({ key, title }) => (
        <div key={key} className="ed-grid border-t border-line pt-2">
          <p className="ed-wide text-sm">
            <em>{title}</em>
          </p>
          <ParsedInput
            label={`Held (${known})`}
            value={settlement.clauses?.[key]?.hold}
            onValue={(value) => put(key, "hold", value)}
            {...money}
          />
          <ParsedInput
            label={`Forfeited on a breach (${known})`}
            value={settlement.clauses?.[key]?.penalty}
            onValue={(value) => put(key, "penalty", value)}
            {...money}
          />
        </div>
      ))}
      <div>
        <Button size="small" variant="bare" onClick={() => set(["settlement"], undefined)}>
          Take the money away
        </Button>
      </div>
    </div>
  );
}
