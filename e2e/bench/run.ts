/**
 * `npm run bench`: what one decision costs, in process and over HTTP, beside what users would otherwise take; how fast a
 * change is followed; what a decision weighs. `--growth`: how that grows with pacts and with stored decisions. Ends with 1
 * where a goal is missed.
 */
import { measureAtRest } from "./at-rest";
import { measureDecide } from "./decide";
import { startFill } from "./fill";
import { measureLookups, measureStore } from "./lookups";
import { say } from "./machine";
import { measurePacts } from "./pacts";
import { installPeers } from "./peers";
import { measurePropagation } from "./propagation";
import * as report from "./report";
import { type Goal, goalTable, writeResults } from "./results";
import { measureServers, serve } from "./servers";

async function bench(): Promise<Goal[]> {
  const peers = installPeers();
  say("decide in process, beside casbin and Cedar …");
  const decided = await measureDecide(peers);
  const served = await serve();
  try {
    say("over HTTP, beside an echo and Cerbos …");
    const servers = await measureServers(served, peers);
    say("how fast a change is followed …");
    const spread = await measurePropagation(served);
    say("what a decision weighs …");
    const rest = await measureAtRest(served);
    const goals = [
      ...report.decideGoals(decided),
      ...report.serverGoals(servers),
      ...report.spreadGoals(spread),
      ...report.restGoals(rest),
    ];
    const text = [
      goalTable(goals),
      report.decideTables(decided),
      report.serverTables(servers),
      report.spreadText(spread),
      report.restText(rest),
    ];
    writeResults("bench", "npm run bench", "Decisions", text.join("\n\n"));
    return goals;
  } finally {
    await served.stop();
  }
}

const STORED = [1_000_000, 10_000_000];
const PACTS = [1, 10, 1_000, 10_000];

async function growth(): Promise<Goal[]> {
  const served = await serve();
  const fill = await startFill(served);
  try {
    const stored: report.Stored[] = [];
    for (const decisions of STORED) {
      say(`${decisions / 1e6} million stored decisions …`);
      await fill.upTo(decisions);
      stored.push({ decisions, ...(await measureStore(served)), lookups: await measureLookups(served) });
    }
    say("with more and more pacts …");
    const alone = await serve(1);
    const pacts = await measurePacts(alone, 1, PACTS).finally(() => alone.stop());
    const goals = report.lookupGoals(stored);
    const text = [goalTable(goals), report.pactTable(pacts), report.storedTable(stored)];
    writeResults("growth", "npm run bench -- --growth", "Growth", text.join("\n\n"));
    return goals;
  } finally {
    await fill.close();
    await served.stop();
  }
}

const goals = await (process.argv.includes("--growth") ? growth() : bench());
process.exitCode = goals.every(({ met }) => met) ? 0 : 1;
