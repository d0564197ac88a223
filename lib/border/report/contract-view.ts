import type { FieldError } from "@/lib/domain/errors";
import type { Contract } from "@/lib/queries/contract";

/** What the page of a contract shows. */
export interface ContractView {
  contract: Contract;
  /** Of the report, without a slash at its end. */
  address: string;
  /** What the reader just did. */
  done: "countersigned" | "proposed" | null;
  /** A form that was refused, with what was typed. */
  refused: Refused | null;
}

export interface Refused {
  form: "countersign" | "redline";
  says: string;
  errors: FieldError[];
  typed: URLSearchParams;
}
