/** What the agents ask for in four weeks: office hours, weekends, amounts, suppliers. */
import type { DecisionRequest } from "@/lib/domain/decision";
import type { Calendar } from "./calendar";
import { SUPPLIERS } from "./cast";
import { type Chance, chance } from "./random";

export interface Asked {
  at: number;
  request: DecisionRequest;
  /** What becomes of it where it is held: by default whatever the reviewers make of it. */
  held?: "waits";
}

interface Habit {
  agent: string;
  /** Requests on a working day, and on a day of the weekend. */
  weekday: number;
  weekend: number;
  /** Days before the end from which on it asks, and until which. */
  from?: number;
  until?: number;
  ask(c: Chance, at: number): Omit<DecisionRequest, "agent">;
}

const HOUR = 3_600_000;

/** Shares of a day by hour, UTC: mornings busier than afternoons, something at night. */
const OFFICE = [0, 0, 0, 0, 1, 2, 6, 10, 13, 14, 12, 8, 7, 9, 8, 5, 3, 2, 1, 1, 0, 0, 0, 0];
const ALL_DAY = [2, 1, 1, 1, 1, 2, 3, 4, 6, 6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 4, 4, 3];

const cents = (value: number) => Math.round(value * 100) / 100;

/** Log-normal, in EUR: the median is `middle`. */
const sum = (c: Chance, middle: number, spread: number, least: number) =>
  cents(Math.max(least, middle * Math.exp(spread * c.normal())));

/** How far order, receipt and invoice are apart, in %: hardly ever beyond what the pact allows. */
const mismatch = (c: Chance, beyond: number) =>
  Number((c.happens(beyond) ? 2.1 + 9 * c.next() ** 2 : 1.9 * c.next() ** 2).toFixed(1));

function invoice(c: Chance, at: number) {
  const supplier = c.pick(SUPPLIERS);
  const number = `${new Date(at).getUTCFullYear()}-${String(c.whole(1000, 9999))}`;
  return { resource: { supplier, invoice: number }, facts: { supplier, invoice: number } };
}

function askInvoiceClerk(c: Chance, at: number): Omit<DecisionRequest, "agent"> {
  const { resource, facts } = invoice(c, at);
  const kind = c.next();
  if (kind < 0.18) return { action: "queries.answer", resource: { supplier: facts.supplier } };
  const currency = c.happens(0.86) ? "EUR" : c.pick(["GBP", "GBP", "CHF"]);
  const amount = c.happens(0.005) ? cents(25_000 + 14_000 * c.next()) : sum(c, 620, 1.05, 18);
  const action = kind < 0.58 ? "invoices.approve" : "payments.release";
  const beyond = action === "payments.release" ? 0.022 : 0.012;
  return { action, resource, context: { amount, currency, mismatch: mismatch(c, beyond), ...facts } };
}

const HABITS: Habit[] = [
  { agent: "invoice-clerk", weekday: 104, weekend: 14, ask: askInvoiceClerk },
  {
    agent: "reply-writer",
    weekday: 62,
    weekend: 24,
    ask(c) {
      const resource = { ticket: `T-${c.whole(20_000, 49_999)}` };
      if (c.happens(0.25)) return { action: "tickets.close", resource };
      const refund = c.happens(0.12) ? cents(c.happens(0.03) ? 110 + 90 * c.next() : 100 * c.next()) : 0;
      return {
        action: "replies.send",
        resource,
        context: { refund, language: c.pick(["en", "de", "de", "fr"]) },
      };
    },
  },
  {
    agent: "expense-auditor",
    weekday: 34,
    weekend: 3,
    ask(c) {
      const resource = { claim: `E-${c.whole(3_000, 9_999)}` };
      const context = {
        amount: sum(c, 58, 0.95, 4),
        receipt: !c.happens(0.012),
        kind: c.pick(["rail", "meals", "hotel", "taxi", "equipment"]),
      };
      return { action: c.happens(0.07) ? "claims.refuse" : "claims.approve", resource, context };
    },
  },
  {
    agent: "cash-forecaster",
    weekday: 4,
    weekend: 0,
    ask(c) {
      if (c.happens(0.5)) return { action: "forecasts.publish", context: { horizon: c.pick([7, 30, 90]) } };
      return { action: "sweeps.propose", context: { amount: 5_000 * c.whole(4, 70) } };
    },
  },
  {
    agent: "vendor-checker",
    weekday: 8,
    weekend: 0,
    from: 13,
    ask(c) {
      const context = { country: c.pick(["DE", "FR", "NL", "SE", "CH", "GB"]), screened: !c.happens(0.06) };
      const resource = { vendor: `V-${c.whole(400, 999)}` };
      return { action: c.happens(0.35) ? "vendors.create" : "vendors.update", resource, context };
    },
  },
  {
    agent: "dunning-writer",
    weekday: 2,
    weekend: 0,
    from: 9,
    until: 4,
    ask: (c) => ({
      action: "reminders.send",
      workflow: "payment-reminders",
      context: { overdue: c.whole(8, 60), level: c.whole(1, 3) },
    }),
  },
];

/** A number whose mean is `mean`: the whole part, and chance for the rest. */
const about = (c: Chance, mean: number) => Math.floor(mean) + Number(c.happens(mean - Math.floor(mean)));

function dayOf(habit: Habit, c: Chance, midnight: number): Asked[] {
  const weekday = new Date(midnight).getUTCDay();
  const busy = (weekday === 0 || weekday === 6 ? habit.weekend : habit.weekday) * (0.88 + 0.24 * c.next());
  const shares = habit.agent === "reply-writer" ? ALL_DAY : OFFICE;
  const whole = shares.reduce((a, b) => a + b, 0);
  return shares.flatMap((share, hour) =>
    Array.from({ length: about(c, (busy * share) / whole) }, () => {
      const at = midnight + Math.floor((hour + c.next()) * HOUR);
      return { at, request: { agent: habit.agent, ...habit.ask(c, at) } };
    }),
  );
}

/** Everything asked by habit between two instants, oldest first. */
export function traffic(seed: string, calendar: Calendar, from: number, to: number): Asked[] {
  const asked: Asked[] = [];
  for (let days = 28; days >= 0; days--) {
    const midnight = calendar.on(days, "00:00");
    for (const habit of HABITS) {
      if (days > (habit.from ?? 28) || days < (habit.until ?? 0)) continue;
      asked.push(...dayOf(habit, chance(seed, `${habit.agent} ${days}`), midnight));
    }
  }
  return asked.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
}
