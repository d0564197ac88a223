/** Durations, rates and money as people type them into a form, and back: exact, unlike what is said in sentences. */
import { durationMs, isDuration } from "./duration.ts";

const UNITS: readonly [unit: string, ms: number, words: RegExp][] = [
  ["w", 604_800_000, /^(?:w|wk|weeks?)$/],
  ["d", 86_400_000, /^(?:d|days?)$/],
  ["h", 3_600_000, /^(?:h|hrs?|hours?)$/],
  ["min", 60_000, /^(?:m|min|mins|minutes?)$/],
  ["s", 1000, /^(?:s|sec|secs|seconds?)$/],
];

/** An ISO 8601 duration as a form shows it, exactly: `P7D` as "7 d", `PT90M` as "1 h 30 min", `P1D` as "24 h". */
export function writeDuration(iso: string): string {
  let rest = durationMs(iso);
  if (rest === 86_400_000) return "24 h";
  const parts: string[] = [];
  for (const [unit, ms] of UNITS.slice(1)) {
    const count = Math.floor(rest / ms);
    if (count === 0) continue;
    parts.push(`${count} ${unit}`);
    rest -= count * ms;
  }
  return parts.join(" ");
}

/** A duration as typed ("7 d", "24h", "1 h 30 min", "2 weeks", `P7D`) as ISO 8601; null where it is none. */
export function readDuration(typed: string): string | null {
  const text = typed.trim();
  if (isDuration(text.toUpperCase())) return durationMs(text.toUpperCase()) > 0 ? text.toUpperCase() : null;
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)];
  if (
    parts.length === 0 ||
    text
      .toLowerCase()
      .replace(/(\d+(?:\.\d+)?)\s*([a-z]+)/g, "")
      .replace(/[\s,]|and/g, "")
  )
    return null;
  let ms = 0;
  for (const [, count, word] of parts) {
    const unit = UNITS.find(([, , words]) => words.test(word as string));
    if (!unit) return null;
    ms += Number(count) * unit[1];
  }
  const iso = ms > 0 && ms % 1000 === 0 ? isoOf(ms) : null;
  return iso && isDuration(iso) ? iso : null;
}

function isoOf(ms: number): string {
  const [d, h, m, s] = [
    Math.floor(ms / 86_400_000),
    Math.floor(ms / 3_600_000) % 24,
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  // As the unit that it comes out even in: 24 h stays PT24H, as people speak of it.
  if (ms % 3_600_000 === 0 && ms / 3_600_000 < 48) return `PT${ms / 3_600_000}H`;
  const time = `${h ? `${h}H` : ""}${m ? `${m}M` : ""}${s ? `${s}S` : ""}`;
  return `P${d ? `${d}D` : ""}${time ? `T${time}` : ""}`;
}

/** A rate 0..1 as a form shows it: 0.985 as "98.5 %". */
export const writeRate = (rate: number) => `${Number((rate * 100).toFixed(6))} %`;

/** A rate as typed ("98.5 %", "98.5", "0.985") as 0..1; null where it is none. Up to 1 without its sign, it is a share. */
export function readRate(typed: string): number | null {
  const found = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(typed.trim());
  if (!found) return null;
  const value = Number((found[1] as string).replace(",", "."));
  const share = found[2] === "" && value <= 1 ? value : value / 100;
  return share <= 1 ? Number(share.toFixed(8)) : null;
}

/** Digits after the point of a currency: 2 for EUR, 0 for JPY. */
function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Integer minor units as a form shows them: 250000 of EUR as "2500.00". */
export const writeMoney = (minor: number, currency: string) =>
  (minor / 10 ** minorDigits(currency)).toFixed(minorDigits(currency));

/** An amount as typed ("2,500", "2500.00") in minor units of a currency; null where it is none. */
export function readMoney(typed: string, currency: string): number | null {
  const text = typed.trim().replace(/(\d),(?=\d{3}(?:\D|$))/g, "$1");
  if (!/^\d{1,12}(?:\.\d{1,4})?$/.test(text)) return null;
  const minor = Number(text) * 10 ** minorDigits(currency);
  return Math.abs(minor - Math.round(minor)) < 1e-6 ? Math.round(minor) : null;
}

/**
 * A number as typed ("2,500", "€2,500.50", "50 EUR"); null where it is none.
 * @param unit that may stand behind it
 */
export function readNumber(typed: string, unit?: string): number | null {
  const text = typed.trim();
  const bare = unit && text.toUpperCase().endsWith(unit.toUpperCase()) ? text.slice(0, -unit.length).trimEnd() : text;
  const plain = bare.replace(/^\p{Sc}\s?/u, "").replace(/(\d),(?=\d{3}(?:\D|$))/g, "$1");
  return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(plain) ? Number(plain) : null;
}
