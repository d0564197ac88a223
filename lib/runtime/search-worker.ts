import { parentPort } from "node:worker_threads";
import { decisionsIn } from "@/lib/db/decision-search";
import { type SearchOrder, unpack } from "./search-order";

// A program of its own, kept for the next list.
parentPort?.on("message", ({ filter, before, ...packed }: SearchOrder) =>
  parentPort?.postMessage(decisionsIn(unpack(packed), filter, before)),
);
