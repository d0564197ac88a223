import { parentPort } from "node:worker_threads";
import { decisionsIn } from "@/lib/db/decision-search";
import type { SearchOrder } from "./searcher";

// A program of its own, kept for the next list.
parentPort?.on("message", ({ bodies, filter, before }: SearchOrder) =>
  parentPort?.postMessage(decisionsIn(bodies, filter, before)),
);
