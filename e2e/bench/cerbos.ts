/** Cerbos with its decision log in a file, on policies that say what the pacts of the comparison say. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DecisionRequest } from "@/lib/domain/decision";
import { ACTION } from "./decide-world";
import { cerbosProgram } from "./peers";
import { most } from "./peers-decide";

export interface Cerbos {
  url: string;
  pid: number;
  stop(): void;
}

function policyOf(n: number): string {
  const { amount, items } = most(n);
  return JSON.stringify({
    apiVersion: "api.cerbos.dev/v1",
    resourcePolicy: {
      version: "default",
      resource: `workflow-${n}`,
      rules: [
        {
          actions: [ACTION],
          effect: "EFFECT_ALLOW",
          roles: ["agent"],
          condition: {
            match: {
              all: {
                of: [
                  `P.id == "bot-${n}"`,
                  `R.attr.amount <= ${amount}`,
                  'R.attr.currency in ["EUR", "GBP", "USD"]',
                  'R.attr.country != "KP"',
                  `R.attr.items < ${items + 1}`,
                ].map((expr) => ({ expr })),
              },
            },
          },
        },
      ],
    },
  });
}

/** A request as Cerbos is asked it. */
export const asCerbos = ({ agent, action, workflow, context }: DecisionRequest): string =>
  JSON.stringify({
    principal: { id: agent, roles: ["agent"] },
    resources: [{ resource: { kind: workflow, id: "any", attr: context }, actions: [action] }],
  });

async function freePorts(): Promise<[http: number, grpc: number]> {
  const probes = [createServer(), createServer()];
  const ports = await Promise.all(
    probes.map(
      (probe) =>
        new Promise<number>((done) => {
          probe.listen(0, "127.0.0.1", () => done((probe.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(probes.map((probe) => new Promise((done) => probe.close(done))));
  return ports as [number, number];
}

/** Starts it on policies for so many workflows. */
export async function startCerbos(peers: string, workflows: number): Promise<Cerbos> {
  const folder = mkdtempSync(join(tmpdir(), "surety-bench-cerbos-"));
  const policies = join(folder, "policies");
  mkdirSync(policies);
  for (let n = 0; n < workflows; n++) writeFileSync(join(policies, `workflow-${n}.json`), policyOf(n));
  const [http, grpc] = await freePorts();
  const settings = {
    server: { httpListenAddr: `127.0.0.1:${http}`, grpcListenAddr: `127.0.0.1:${grpc}` },
    telemetry: { disabled: true },
    storage: { driver: "disk", disk: { directory: policies, watchForChanges: false } },
    audit: {
      enabled: true,
      accessLogsEnabled: false,
      decisionLogsEnabled: true,
      backend: "file",
      file: { path: join(folder, "audit.log") },
    },
  };
  writeFileSync(join(folder, "conf.json"), JSON.stringify(settings));
  const args = ["server", `--config=${join(folder, "conf.json")}`, "--log-level=error"];
  const child: ChildProcess = spawn(cerbosProgram(peers), args, { stdio: ["ignore", "ignore", "ignore"] });
  const url = `http://127.0.0.1:${http}`;
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 600; tries++) {
    if ((await fetch(`${url}/_cerbos/health`).catch(() => null))?.ok)
      return { url: `${url}/api/check/resources`, pid: child.pid as number, stop };
    await sleep(50);
  }
  stop();
  throw new Error("Cerbos did not start");
}
