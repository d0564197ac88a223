import PgBoss from "pg-boss";
import type { Logger } from "pino";
import type { Database } from "@/lib/db/database";
import { forgetOldAnswers, forgetOldMinutes, forgetOldNews, forgetOldSessions } from "@/lib/db/housekeeping";
import { auditLedgers } from "@/lib/db/ledger-audit";
import type { Clock } from "@/lib/domain/identity";

/** Recurring work that exactly one node does at a time: pg-boss leases each job to one worker and takes it back if that dies. */
export interface Jobs {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface Job {
  name: string;
  /** Five fields, UTC. */
  cron: string;
  run(): Promise<void>;
}

/** @param sweeps what the layers above have done beside the keeping of house here */
export function createJobs(
  { db, clock, log }: { db: Database; clock: Clock; log: Logger },
  sweeps: readonly Job[],
): Jobs {
  const audit = () =>
    auditLedgers(db, clock.now, (organisation, { size, problem }) => {
      if (problem) log.error({ organisation, size, problem }, "the ledger is not what was signed");
      else log.debug({ organisation, size }, "the ledger was walked whole");
    });
  const jobs: readonly Job[] = [
    ...sweeps,
    { name: "audit-ledgers", cron: "40 2 * * *", run: audit },
    { name: "forget-answers", cron: "*/10 * * * *", run: () => forgetOldAnswers(db, clock.now()) },
    { name: "forget-minutes", cron: "23 * * * *", run: () => forgetOldMinutes(db, clock.now()) },
    { name: "forget-news", cron: "20 3 * * *", run: () => forgetOldNews(db, clock.now()) },
    { name: "forget-sessions", cron: "7 * * * *", run: () => forgetOldSessions(db, clock.now()) },
  ];
  let boss: PgBoss | undefined;
  return {
    async start() {
      boss = new PgBoss({ connectionString: db.url, schema: "pgboss", max: 2, application_name: "surety jobs" });
      boss.on("error", (error) => log.warn({ err: error }, "job runner"));
      await boss.start();
      for (const job of jobs) {
        await boss.createQueue(job.name, { name: job.name, policy: "singleton", expireInSeconds: 300, retryLimit: 2 });
        await boss.work(job.name, async () => {
          await job.run();
          log.debug({ job: job.name }, "job done");
        });
        await boss.schedule(job.name, job.cron);
      }
    },
    async stop() {
      await boss?.stop({ graceful: true, wait: true, timeout: 5_000 });
    },
  };
}
