/** Requests that the story is told by, beside what is asked by habit. */
import type { Calendar } from "./calendar";
import type { Asked } from "./traffic";

/** A payment that the invoice clerk asks for. */
function payment(
  at: number,
  supplier: string,
  amount: number,
  { mismatch = 0.3, held }: { mismatch?: number; held?: Asked["held"] } = {},
): Asked {
  const invoice = `${new Date(at).getUTCFullYear()}-${String(1000 + (Math.round(amount * 7) % 9000))}`;
  const context = { amount, currency: "EUR", mismatch, supplier, invoice };
  return {
    at,
    held,
    request: { agent: "invoice-clerk", action: "payments.release", resource: { supplier, invoice }, context },
  };
}

/** The agent tries what its pact never let it do: a habit that the model update brought. */
const changesVendor = (at: number, supplier: string): Asked => ({
  at,
  request: { agent: "invoice-clerk", action: "vendors.update", resource: { supplier }, context: { supplier } },
});

export function specials({ before, run }: Calendar): Asked[] {
  const incident = run(13) + 50 * 60_000;
  const minutes = (n: number) => n * 60_000;
  return [
    changesVendor(run(31) + minutes(95), "Kranbau Ost"),
    changesVendor(run(22) + minutes(140), "Baltic Pallets"),
    changesVendor(run(14) + minutes(61), "Brenner Kältetechnik"),
    changesVendor(before(21, 12), "Brenner Kältetechnik"),
    // While the incident is open nothing is paid.
    payment(incident + minutes(7), "Nordgas", 1_204.4),
    payment(incident + minutes(16), "Alpenmilch", 318.05),
    payment(incident + minutes(29), "Hartmann Logistik", 6_410),
    payment(incident + minutes(41), "Tresco Print", 88.1),
    // What the override was asked for, and the same a little too late.
    payment(before(41, 10), "Hartmann Logistik", 6_410),
    payment(before(39, 35), "Hartmann Logistik", 4_985.5),
    payment(before(36, 5), "Hartmann Logistik", 7_120),
    payment(before(33, 20), "Hartmann Logistik", 5_340),
    // Above what is left to it, and below.
    payment(before(6, 40), "Silva Packaging", 9_860),
    payment(before(3, 22), "Meridian Foods", 2_310),
    payment(before(1, 33), "Kranbau Ost", 12_750),
    payment(before(0, 58), "Nordgas", 398),
    payment(before(0, 13), "Silva Packaging", 1_240),
    payment(before(0, 6), "Papeterie Vidal", 88.1),
    // These two wait for whoever signs in first.
    payment(before(0, 44), "Brenner Kältetechnik", 1_840, { mismatch: 4.1, held: "waits" }),
    {
      at: before(4, 51),
      held: "waits",
      request: {
        agent: "expense-auditor",
        action: "claims.approve",
        resource: { claim: "E-7316" },
        context: { amount: 386.4, receipt: true, kind: "hotel" },
      },
    },
  ];
}
