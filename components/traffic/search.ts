import { z } from "zod";
import { oneOf, search } from "@/components/shell/search";

/** Where a draft's limits on numbers may lie, and what the links say. */
export const PERCENTILES = [
  { value: "p90", label: "90 %" },
  { value: "p95", label: "95 %" },
  { value: "p99", label: "99 %" },
  { value: "max", label: "all" },
] as const;

/** What the page's address holds. */
export const trafficSearch = search(z.object({ percentile: oneOf(["p90", "p95", "p99", "max"], "p95") }));
