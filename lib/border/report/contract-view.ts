import type { Contract } from "@/lib/queries/contract";
import type { Refused } from "./form";
import type { Mark } from "./mark";

/** What the page of a contract shows. */
export interface ContractView {
  contract: Contract;
  /** Of the report, without a slash at its end. */
  address: string;
  mark: Mark;
  /** What the reader just did. */
  done: "countersigned" | "proposed" | null;
  /** A form that was refused, with what was typed. */
  refused: Refused | null;
}
