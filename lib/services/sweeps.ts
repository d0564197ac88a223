import type { Job } from "@/lib/runtime/jobs";
import { remindEverywhere } from "./clauses/remind";
import { verifySilentDrifts } from "./drifts/silence";
import { watchUnenforced } from "./drifts/unenforced";
import { runDueDrills } from "./drilling";
import { deliverQuestions } from "./freshness/deliver";
import { sweepEverywhere } from "./freshness/sweep";
import { watchProbations } from "./grants/unconfirmed";
import { watchSilence } from "./heartbeats/silence";
import { pruneEverywhere } from "./holds/prune";
import { measureMetrics } from "./metrics/measure";
import { sendDueWeeks } from "./notices/weekly";
import { watchBreakGlass } from "./overrides/unratified";
import { checkPinsEverywhere } from "./pins/check";
import { expireReports } from "./reports/expire";
import { watchResponses } from "./responses/overdue";

/** Recurring work that changes something: it goes through verbs like everything else, by Surety itself. */
export const SWEEPS: readonly Job[] = [
  { name: "verify-silent-drifts", cron: "* * * * *", run: verifySilentDrifts },
  { name: "measure-metrics", cron: "* * * * *", run: measureMetrics },
  { name: "remind-of-reviews", cron: "17 * * * *", run: remindEverywhere },
  { name: "watch-probations", cron: "* * * * *", run: watchProbations },
  { name: "watch-unenforced", cron: "* * * * *", run: watchUnenforced },
  { name: "watch-silence", cron: "* * * * *", run: watchSilence },
  { name: "watch-break-glass", cron: "* * * * *", run: watchBreakGlass },
  { name: "watch-responses", cron: "* * * * *", run: watchResponses },
  { name: "sweep-freshness", cron: "* * * * *", run: sweepEverywhere },
  { name: "send-weeks", cron: "*/10 * * * *", run: sendDueWeeks },
  { name: "run-drills", cron: "*/10 * * * *", run: () => runDueDrills() },
  { name: "ask-for-evidence", cron: "* * * * *", run: deliverQuestions },
  { name: "prune-decisions", cron: "15 3 * * *", run: pruneEverywhere },
  { name: "expire-reports", cron: "* * * * *", run: expireReports },
  { name: "check-key-pins", cron: "20 * * * *", run: checkPinsEverywhere },
];
