const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SLOT = 6 * HOUR;
/** Minutes past 00, 06, 12 and 18 o'clock at which the citation eval is done. */
const SLOT_AT = 10 * 60_000;
/** It takes so long until its result is there at the latest. */
const SLOT_DONE = 20 * 60_000;

/** Instants of a story that ends at `end`, all in ms and UTC. */
export interface Calendar {
  end: number;
  /** So long before the end. */
  before(hours: number, minutes?: number): number;
  /** That time of the day, `days` calendar days before the end's: `on(3, "09:40")`. */
  on(days: number, time: string): number;
  /** The citation eval so many runs before the last one. */
  run(back: number): number;
}

export function calendarTo(end: number): Calendar {
  const today = Math.floor(end / DAY) * DAY;
  const lastRun = Math.floor((end - SLOT_DONE - SLOT_AT) / SLOT) * SLOT + SLOT_AT;
  return {
    end,
    before: (hours, minutes = 0) => end - hours * HOUR - minutes * 60_000,
    on: (days, time) => {
      const [hours = 0, minutes = 0] = time.split(":").map(Number);
      return today - days * DAY + hours * HOUR + minutes * 60_000;
    },
    run: (back) => lastRun - back * SLOT,
  };
}
