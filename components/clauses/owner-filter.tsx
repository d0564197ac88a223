"use client";
import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import { clausesSearch } from "./search";

const EVERYBODY = "";

export interface OwnerFilterProps {
  /** Names of teams by slug. */
  teams: Readonly<Record<string, string>>;
  owner: string | undefined;
  show: "due" | "mine" | "everything";
}

/** Whose clauses are shown; it stands in the address. */
export function OwnerFilter({ teams, owner = EVERYBODY, show }: OwnerFilterProps) {
  const router = useRouter();
  const known = Object.entries(teams).map(([value, label]) => ({ value, label }));
  return (
    <Select
      label="Whose clauses"
      className="w-56"
      options={[{ value: EVERYBODY, label: "Of every team" }, ...known]}
      value={owner}
      onValueChange={(next) => router.push(`/clauses${clausesSearch.query({ show, owner: next || undefined })}`)}
    />
  );
}
