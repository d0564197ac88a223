import fc from "fast-check";
import { expect, test } from "vitest";
import { durationMs } from "./duration.ts";
import { readDuration, readMoney, readNumber, readRate, writeDuration, writeMoney, writeRate } from "./human.ts";

test("a duration is typed as people say it, and read back exactly", () => {
  expect(["7 d", "24h", "90 min", "2 weeks", "1 h 30 min", "P7D", "pt4h", "1.5 h"].map(readDuration)).toEqual([
    "P7D",
    "PT24H",
    "PT1H30M",
    "P14D",
    "PT1H30M",
    "P7D",
    "PT4H",
    "PT1H30M",
  ]);
  expect(["", "soon", "7", "0 d", "d 7", "3 fortnights"].map(readDuration)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(["P7D", "PT24H", "PT26H", "PT90M"].map(writeDuration)).toEqual(["7 d", "24 h", "1 d 2 h", "1 h 30 min"]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000_000_000 }), (seconds) => {
      const iso = `PT${seconds}S`;
      if (seconds > 36_500 * 86_400) return;
      expect(durationMs(readDuration(writeDuration(iso)) ?? "")).toBe(durationMs(iso));
    }),
  );
});

test("a rate is a percentage, or a share up to one", () => {
  expect(["98 %", "98%", "98.5", "0.985", "1", "100 %", "0,5"].map(readRate)).toEqual([
    0.98, 0.98, 0.985, 0.985, 1, 1, 0.5,
  ]);
  expect(["101 %", "x", "-1"].map(readRate)).toEqual([null, null, null]);
  expect(writeRate(0.985)).toBe("98.5 %");
});

test("money is typed in its unit and kept in minor units, whatever the currency's digits", () => {
  expect([readMoney("2,500", "EUR"), readMoney("2500.50", "EUR"), readMoney("2500", "JPY")]).toEqual([
    250_000, 250_050, 2500,
  ]);
  expect([readMoney("0.005", "EUR"), readMoney("1.5", "JPY"), readMoney("-1", "EUR")]).toEqual([null, null, null]);
  expect([writeMoney(250_000, "EUR"), writeMoney(2500, "JPY")]).toEqual(["2500.00", "2500"]);
});

test("a number is typed with its thousands, its currency's sign or its unit", () => {
  expect(["2,500", "€2,500.50", "50 EUR", "-3", "1000000"].map((typed) => readNumber(typed, "EUR"))).toEqual([
    2500, 2500.5, 50, -3, 1_000_000,
  ]);
  expect(["", "abc", "2,50", "50 USD", "1e5"].map((typed) => readNumber(typed, "EUR"))).toEqual(Array(5).fill(null));
});
