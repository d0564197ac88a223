"use client";
import { memo } from "react";
import { Choice, DurationInput, TextInput } from "./fields";
import type { EvidenceFieldsProps } from "./form-types";

interface OwnerPartProps extends EvidenceFieldsProps {
  /** Names of teams by slug. */
  teams: Readonly<Record<string, string>>;
}

/** Who answers for the clause, how often they say that it is still right, and how soon they answer when it acts. */
export const OwnerPart = memo(function OwnerPart({ clause, teams, set, problem }: OwnerPartProps) {
  const known = Object.entries(teams).map(([value, label]) => ({ value, label }));
  const options =
    clause.owner && !(clause.owner in teams)
      ? [...known, { value: clause.owner, label: `${clause.owner} (no such team)` }]
      : known;
  return (
    <div className="ed-grid">
      <Choice
        label="Team"
        value={clause.owner || undefined}
        options={options}
        onValue={(owner) => set(["owner"], owner)}
        error={problem("owner")}
      />
      <DurationInput
        label="Says it is still right every"
        placeholder="90 d"
        value={clause.recertify}
        onValue={(recertify) => set(["recertify"], recertify ?? "")}
        error={problem("recertify")}
      />
      <DurationInput
        label="Responds within"
        placeholder="4 h"
        value={clause.respond?.within}
        onValue={(within) => set(["respond"], within ? { ...clause.respond, within } : undefined)}
        error={problem("respond.within")}
      />
      {clause.respond ? (
        <TextInput
          label="Runbook"
          placeholder="https://…"
          value={clause.respond.runbook}
          onValue={(runbook) => set(["respond", "runbook"], runbook)}
          error={problem("respond.runbook")}
        />
      ) : null}
    </div>
  );
});
