import { parentPort, workerData } from "node:worker_threads";
import { replay, type SimulationOrder } from "./replay";

// A program of its own: one simulation, then it ends.
parentPort?.postMessage(replay(workerData as SimulationOrder));
