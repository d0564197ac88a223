import { parentPort } from "node:worker_threads";
import { replay, type SimulationOrder } from "./replay";

// A program of its own, kept for the next simulation: an error ends it, and the next one starts another.
parentPort?.on("message", (order: SimulationOrder) => parentPort?.postMessage(replay(order)));
