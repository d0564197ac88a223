import type { Verdict } from "@/lib/domain/decision";

/** Which decisions a list wants: every given field must match, by any of its values. Instants in ms. */
export interface DecisionFilter {
  agent?: string[];
  pact?: string;
  /** Keys of clauses, as `pact/key` or, with `pact` or where any pact will do, as `key`. */
  clause?: string[];
  verdict?: Verdict[];
  trigger?: string[];
  workflow?: string;
  permitted?: boolean;
  governed?: boolean;
  from?: number;
  to?: number;
}
