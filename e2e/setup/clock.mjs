/**
 * Put before a program by a test (`NODE_OPTIONS=--import`, see `movableClock` in e2e/clock.ts): its clock runs ahead by as many
 * ms as stand in the file TEST_CLOCK, read again at SIGUSR2. Timers run on as they did.
 */
import { readFileSync } from "node:fs";

const Real = Date;
const now = Real.now;
let ahead = 0;
Real.now = () => now() + ahead;
globalThis.Date = new Proxy(Real, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, made === Date ? target : made),
});
process.on("SIGUSR2", () => {
  ahead = Number(readFileSync(process.env.TEST_CLOCK, "utf8"));
});
